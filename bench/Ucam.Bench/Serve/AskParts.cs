using System.Globalization;
using Ucam.Vqa;
using Ucam.Vqa.Asking;
using Ucam.Vqa.Models;
using Ucam.Vqa.Models.Heads;
using static TorchSharp.torch;

namespace Ucam.Bench.Serve;

/// <summary>
/// Where the time of an answer goes, in CPU milliseconds a question, one question alone and several in one call of the head: what batches of
/// callers' questions could save at most. One thread; parts in turn, so that whatever else runs slows all alike.
/// </summary>
internal static class AskParts
{
    private const string Usage = "ask-parts [--repeats N] [--batch N]";
    private const int Passes = 50;

    public static int Execute(string[] args)
    {
        var options = new CaseOptions(args, Usage, "--repeats", "--batch");
        int repeats = options.Number("--repeats", 200), batch = options.Number("--batch", 8);
        set_num_threads(1);
        using var model = VqaModel.Load("scenes");
        var scenes = new SceneSet(new SceneSetOptions { Seed = 5, Split = SceneSplit.Test, Pictures = batch, Size = 224 });
        using OpenedPicture opened = model.Open(scenes.LoadPicture(0));
        string question = scenes.Items[0].Question;
        Answer answer = opened.Ask(question);
        AskOptions noMaps = new() { Maps = [] };
        (string Name, int Questions, Action Run)[] parts =
        [
            ("whole answer, picture open", 1, () => opened.Ask(question)),
            ("whole answer, without maps", 1, () => opened.Ask(question, noMaps)),
            ("features of a picture", 1, () => model.Open(scenes.LoadPicture(0)).Dispose()),
            ("look, gather, passes", 1, () => Head(model.Network, opened, question, 1, judge: false)),
            ($"look, gather, passes of {batch}", batch, () => Head(model.Network, opened, question, batch, judge: false)),
            ("the same and judged", 1, () => Head(model.Network, opened, question, 1, judge: true)),
            ($"the same and judged, {batch}", batch, () => Head(model.Network, opened, question, batch, judge: true)),
            ("JSON", 1, () => answer.ToJson()),
        ];
        var spent = new TimeSpan[parts.Length];
        foreach (var part in parts) part.Run();
        for (int i = 0; i < repeats; i++)
            for (int part = 0; part < parts.Length; part++)
            {
                TimeSpan before = Environment.CpuUsage.TotalTime;
                parts[part].Run();
                spent[part] += Environment.CpuUsage.TotalTime - before;
            }
        foreach ((var part, TimeSpan time) in parts.Zip(spent))
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{part.Name} | {time.TotalMilliseconds / repeats / part.Questions:F2} ms"));
        return 0;
    }

    private static void Head(VqaNetwork network, OpenedPicture opened, string question, int batch, bool judge)
    {
        using var quiet = no_grad();
        using var scope = NewDisposeScope();
        Tensor[] asked = VqaExplanation.Asked(network.Words.Encode(question));
        var questions = new QuestionBatch(asked[0].repeat(batch, 1), asked[1].repeat(batch), asked[0]);
        Tensor features = opened.Features().expand(batch, -1, -1);
        Glimpse glimpse = network.Head.Look(features, questions.Ids, questions.Lengths);
        Tensor gathered = network.Head.Gather(glimpse);
        using var dropout = new Generator(1);
        using McResult passes = HeadPasses.RunHead(network.Head, gathered, Passes, dropout);
        Tensor? distances = network.Familiarity?.DistancesOf(features);
        if (judge) network.Certainty!.Judge(AnswerSignals.Of(network, distances, questions, (glimpse, gathered), passes));
    }
}
