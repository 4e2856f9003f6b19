using Ucam.Certainty.Estimation;
using Ucam.Vqa;
using Ucam.Vqa.Evaluation;
using Ucam.Vqa.Models;
using Ucam.Vqa.Models.Backbones;
using static TorchSharp.torch;

namespace Ucam.Bench;

/// <summary>
/// One question to a loaded model, all uncertainties and two maps included, against the bare forward pass; and whether tensors pile up.
/// </summary>
internal static class AskCase
{
    private const string Question = "What colour is the large ball?";
    private const double TargetMilliseconds = 150;

    public static IEnumerable<BenchRow> Run(BenchOptions options)
    {
        using var folder = new TemporaryFolder();
        using VqaModel model = VqaModel.Load(options.Model ?? RandomModel.Save(folder.File("random.safetensors")));
        BackboneOptions backbone = model.Network.Config.Backbone;
        Picture picture = new SceneSet(new SceneSetOptions { Pictures = 1, Size = backbone.InputSize, QuestionsPerPicture = 0 }).LoadPicture(0);
        var ask = new AskOptions();
        var times = Comparison.Of(options.Runs ?? 20, work: () =>
            model.Ask(picture, Question, ask), baseline: () => Forward(model.Network, picture), warmUps: 5);
        int calls = options.Calls ?? 1000;
        yield return new BenchRow("ask", $"{backbone.InputSize}×{backbone.InputSize}, {ask.Passes} passes, {ask.Maps.Count} maps, P(right)", "f32",
            get_num_threads(), Judged(model, picture, ask, options), "the same without P(right)", "target 1.25");
        yield return new BenchRow("ask", $"{ask.Maps.Count} maps on a head of {model.Network.Head.Shape.Positions} positions", "f32",
            get_num_threads(), Mapped(model, picture, ask, options), "the same without maps, and a forward pass of the head", "target 1");
        long before = Live();
        for (int i = 0; i < calls; i++) model.Ask(picture, Question, ask);
        long after = Live();
        yield return new BenchRow("ask", $"{backbone.InputSize}×{backbone.InputSize}, {ask.Passes} passes, {ask.Maps.Count} maps", "f32",
            get_num_threads(), times, "one forward pass",
            $"{times.Work.TotalMilliseconds:F0} ms (target {TargetMilliseconds:F0}); live tensors {before} before and {after} after {calls} calls");
    }

    /// <summary>With the model's own estimator, or one fitted on made-up answers with the signals of its answers.</summary>
    private static Comparison Judged(VqaModel model, Picture picture, AskOptions ask, BenchOptions options)
    {
        VqaNetwork network = model.Network;
        CertaintyEstimator? own = network.Certainty;
        CertaintyEstimator estimator = own ?? MadeUp(network, picture);
        Comparison times = Comparison.Of(options.Runs ?? 20, work: () => Ask(estimator), baseline: () => Ask(null), warmUps: 5);
        network.Certainty = own;
        return times;

        void Ask(CertaintyEstimator? with)
        {
            network.Certainty = with;
            model.Ask(picture, Question, ask);
        }
    }

    /// <summary>From features that are there: what the maps cost beyond the answer, against one more forward pass of the head.</summary>
    private static Comparison Mapped(VqaModel model, Picture picture, AskOptions ask, BenchOptions options)
    {
        using OpenedPicture opened = model.Open(picture);
        AskOptions bare = ask with { Maps = [] };
        int[] words = model.Network.Words.Encode(Question).Ids;
        using Tensor ids = tensor(words, [1, words.Length], dtype: ScalarType.Int64), lengths = tensor(new long[] { words.Length });
        return Comparison.Of(options.Runs ?? 20, work: () => opened.Ask(Question, ask), baseline: () =>
        {
            opened.Ask(Question, bare);
            using var quiet = no_grad();
            using var scope = NewDisposeScope();
            model.Network.Head.Answer(opened.Features(), ids, lengths);
        }, warmUps: 5);
    }

    private static CertaintyEstimator MadeUp(VqaNetwork network, Picture picture)
    {
        var set = new SceneSet(new SceneSetOptions { Pictures = 40, Size = picture.Width, QuestionsPerPicture = 4 });
        HeldOut held = HeldOutAnswers.Collect(network, new HeldOutPart(set, null, true), new EvaluationOptions { Passes = 10 }, null, default);
        return CertaintyEstimator.Fit(held with { Right = [.. held.Right.Select((_, i) => (double)(i % 2))] }, seed: 1);
    }

    private static void Forward(VqaNetwork network, Picture picture)
    {
        using var quiet = no_grad();
        using var scope = NewDisposeScope();
        int[] words = network.Words.Encode(Question).Ids;
        Tensor ids = tensor(words, [1, words.Length]).to(ScalarType.Int64);
        Tensor features = network.Backbone.call(Backbone.ToBatch([picture]));
        (Tensor logits, _) = network.Head.Answer(features, ids, tensor(new long[] { words.Length }));
        logits.argmax(1).item<long>();
    }

    /// <summary>Tensors that are not disposed, after what is merely uncollected is gone.</summary>
    private static long Live()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        return Tensor.TotalCount;
    }
}
