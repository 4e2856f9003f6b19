using Ucam;
using UcamClassifier;
using static TorchSharp.torch;

// dotnet run -- pictures    a folder with a folder of pictures for each class; without it drawn pictures are learned.
manual_seed(1);
try
{
    LabelledPictures all = args.Length > 0 ? LabelledPictures.Read(args[0]) : LabelledPictures.Draw(1000);
    (LabelledPictures training, LabelledPictures heldOut, LabelledPictures test) = all.Split();
    Console.WriteLine($"{training.Count} pictures to learn from, {heldOut.Count} held out, {test.Count} to test; {string.Join(", ", all.Classes)}");

    using var network = new Network(all.Classes.Length);
    network.Learn(training, epochs: 20);

    // How likely an answer is right is learned from pictures that the network did not learn from.
    CertaintyEstimator certainty = CertaintyEstimator.Fit(network, [(heldOut.Inputs, heldOut.Labels)], Network.Layer);
    CertaintyInput answers = CertaintyInput.Of(network, test.Inputs, Network.Layer);
    IReadOnlyList<AnswerCertainty> judged = certainty.Judge(answers);
    long[] given = answers.Probabilities.argmax(1).data<long>().ToArray(), truth = test.Labels.data<long>().ToArray();
    double[] likely = [.. judged.Select(each => each.Probability)], wrong = [.. given.Zip(truth, (answer, right) => answer == right ? 0.0 : 1.0)];

    Console.WriteLine($"{1 - wrong.Average():P0} right; P(right) is off by {Calibration.Ece(likely, [.. wrong.Select(w => 1 - w)]):P0} on average");
    foreach (var alike in judged.Zip(wrong).GroupBy(each => each.First.Words).OrderByDescending(each => each.First().First.Probability))
        Console.WriteLine($"  {alike.Count()} {alike.Key}: {1 - alike.Average(each => each.Second):P0} of them right");
    double share = SelectivePrediction.CoverageAtRisk([.. likely.Select(p => 1 - p)], wrong, risk: 0.05);
    Console.WriteLine($"the surest {share:P0} are answered with at most 5 % wrong");

    // The most doubtful answer, why it is, and what in the picture speaks for it.
    int doubtful = Array.IndexOf(likely, likely.Min());
    Console.WriteLine($"most doubtful: {all.Classes[given[doubtful]]}, in truth {all.Classes[truth[doubtful]]}; {judged[doubtful].Because}");
    using var explain = new Explainer(network, Network.Layer);
    ActivationMap why = explain.Map(new GradCam(), test.Inputs[doubtful].unsqueeze(0), (int)given[doubtful]);
    why.Overlay(test.PictureOf(doubtful).Resize(256, 256)).SavePng("why.png");
    Console.WriteLine("why.png shows where the network looked.");
    return 0;
}
catch (UcamException e)
{
    // Too few pictures, one that cannot be read: the message says what to do.
    Console.Error.WriteLine(e.Message);
    return 1;
}
