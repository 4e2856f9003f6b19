using Ucam.Vqa.Models;
using Ucam.Vqa.Models.Backbones;
using static TorchSharp.torch;

namespace Ucam.Vqa.Tests.Runs;

public sealed class WithoutDropoutTests
{
    [Fact]
    public void No_passes_gives_the_answers_of_the_bare_network_whatever_the_seed()
    {
        using VqaNetwork network = SmallModels.Network();
        var set = new SceneSet(new SceneSetOptions { Pictures = 4, Size = 32, QuestionsPerPicture = 3 });
        IReadOnlyList<QuestionResult> Run(int seed) =>
            Evaluator.Run(network, set, new EvaluationOptions { Passes = 0, Seed = seed }, cancel: TestContext.Current.CancellationToken);
        IReadOnlyList<QuestionResult> results = Run(1);
        results.Should().Equal(Run(2));
        results.Select(r => r.Prediction).Should().Equal(set.Items.Select(item => Bare(network, set, item)));
        results.Should().OnlyContain(r => double.IsNaN(r.Aleatoric) && double.IsNaN(r.Epistemic) && r.Predictive > 0);
        EvaluationSummary summary = EvaluationSummary.Of(results);
        (double.IsFinite(summary.Overall.Accuracy), double.IsNaN(summary.Overall.Epistemic)).Should().Be((true, true));
    }

    private static string Bare(VqaNetwork network, SceneSet set, VqaItem item)
    {
        using var scope = NewDisposeScope();
        int[] ids = network.Words.Encode(item.Question).Ids;
        Tensor features = network.Backbone.call(Backbone.ToBatch([set.LoadPicture(item.Picture)]));
        (Tensor logits, _) = network.Head.Answer(features, tensor(ids, [1, ids.Length]).to(ScalarType.Int64), tensor(new long[] { ids.Length }));
        return network.Answers[(int)logits.argmax(1).item<long>()];
    }
}
