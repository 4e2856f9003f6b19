using Ucam;
using Ucam.Vqa;

// dotnet run -- kitchen.png "What colour is the large ball?"
string picture = args.Length > 0 ? args[0] : Path.Combine(AppContext.BaseDirectory, "scene.png");
string question = args.Length > 1 ? args[1] : "What colour is the medium dotted thing?";

try
{
    // "scenes" knows drawn shapes, "photos" ten kinds of photographs; a path loads a model of your own, made by 'ucam train'.
    using var vqa = VqaModel.Load("scenes");
    Answer answer = vqa.Ask(picture, question);
    Console.WriteLine($"{question} {answer.Text}: {answer.Certainty}");

    // What is strange about picture or question; else how many nats of doubt come from the picture, and how many from the model.
    Console.WriteLine(answer.Familiarity.Note ?? $"doubt {answer.Uncertainty.Predictive:F2} nats: "
        + $"{answer.Uncertainty.Aleatoric:F2} by the picture, {answer.Uncertainty.Epistemic:F2} by the model");
    foreach (AnswerCandidate candidate in answer.Candidates.Take(3)) Console.WriteLine($"  {candidate.Text} {candidate.Probability:P0}");

    answer.Map(MapKind.Certainty).Overlay(picture).SavePng("where.png");
    Console.WriteLine("where.png shows where the model looked.");
    return 0;
}
catch (UcamException e)
{
    // A picture that cannot be read, a question that cannot be asked: the message says what to do.
    Console.Error.WriteLine(e.Message);
    return 1;
}
