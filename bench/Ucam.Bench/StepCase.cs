using Ucam.Uncertainty.Losses;
using Ucam.Vqa.Models.Heads;
using Ucam.Vqa.Training.Recipes;
using static TorchSharp.torch;

namespace Ucam.Bench;

/// <summary>A training step of the published head with gradient certainty, against the same step with the answer's loss alone.</summary>
internal static class StepCase
{
    private const int Samples = 100;

    public static IEnumerable<BenchRow> Run(BenchOptions options)
    {
        manual_seed(1);
        using var scope = NewDisposeScope();
        using Saaa head = PaperHead.Create();
        using var variance = new VarianceHead(PaperHead.Answers);
        int batch = options.Count ?? PaperHead.Batch;
        Tensor features = rand(batch, PaperHead.Positions, PaperHead.Channels);
        QuestionBatch questions = PaperHead.Questions(batch);
        foreach ((string name, LossKind kind, bool certain) in new[]
        { ("AUL", LossKind.Aleatoric, false), ("PUL", LossKind.Predictive, false), ("A-GCA", LossKind.Aleatoric, true),
            ("P-GCA", LossKind.Predictive, true) })
        {
            using var plain = new TimedStep(head, variance, Recipe(LossKind.CrossEntropy, false));
            using var work = new TimedStep(head, variance, Recipe(kind, certain));
            var times = Comparison.Of(options.Runs ?? 5, work: () => work.Run(features, questions), baseline: () => plain.Run(features, questions));
            yield return new BenchRow("step", $"{name}, batch {batch}, {PaperHead.Sizes}, T={Samples}, K={PaperHead.Answers}", "f32",
                get_num_threads(), times, "the step with L_y alone",
                $"{times.Work.TotalMilliseconds / batch:F1} ms a question, optimiser included");
        }
    }

    /// <summary>T = 100, and the published sizes in all else.</summary>
    internal static HeadRecipe Recipe(LossKind loss, bool certain) => new()
    {
        Loss = loss,
        Uncertainty = new AleatoricLossOptions { Samples = Samples },
        Certainty = certain ? new GradientCertaintyOptions() : null,
    };
}
