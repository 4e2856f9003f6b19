using Ucam.Certainty;
using Ucam.Models;
using Ucam.Training;
using Ucam.Uncertainty;
using static TorchSharp.torch;

namespace Ucam.Bench;

/// <summary>A training step of the published head with gradient certainty, against the same step with the answer's loss alone.</summary>
internal static class StepCase
{
    private const int Batch = 64, Grid = 14, Channels = 2048, Words = 15_000, Answers = 3000, Length = 8, Samples = 100, People = 10;

    public static IEnumerable<BenchRow> Run(BenchOptions options)
    {
        manual_seed(1);
        using var scope = NewDisposeScope();
        using var head = new Saaa(Saaa.Paper, new HeadShape(Channels, Grid, Grid, Words, Answers));
        using var variance = new VarianceHead(Answers);
        int batch = options.Count ?? Batch;
        Tensor features = rand(batch, Grid * Grid, Channels);
        Tensor targets = zeros(batch, Answers).scatter_add_(1, randint(0, Answers, [batch, People], ScalarType.Int64), full([batch, People], 1f / People));
        var questions = new QuestionBatch(randint(2, Words, [batch, Length], ScalarType.Int64), full([batch], Length, ScalarType.Int64), targets);
        foreach ((string name, LossKind kind, bool certain) in new[] { ("AUL", LossKind.Aleatoric, false), ("A-GCA", LossKind.Aleatoric, true), ("P-GCA", LossKind.Predictive, true) })
        {
            using var plain = new TimedStep(head, variance, new HeadRecipe { Loss = LossKind.CrossEntropy });
            using var work = new TimedStep(head, variance, new HeadRecipe
            { Loss = kind, Uncertainty = new AleatoricLossOptions { Samples = Samples }, Certainty = certain ? new GradientCertaintyOptions() : null });
            var times = Comparison.Of(options.Runs ?? 5, work: () => work.Run(features, questions), baseline: () => plain.Run(features, questions));
            yield return new BenchRow("step", $"{name}, batch {batch}, {Grid}×{Grid}×{Channels}, T={Samples}, K={Answers}", "f32", get_num_threads(), times, "the step with L_y alone",
                $"{times.Work.TotalMilliseconds / batch:F1} ms a question, optimiser included");
        }
    }

    private sealed class TimedStep(Saaa head, VarianceHead variance, HeadRecipe recipe) : IDisposable
    {
        private readonly HeadStep _step = new(head, variance, recipe);
        private readonly optim.Optimizer _optimiser = optim.Adam([.. head.parameters(), .. variance.parameters()], 1e-5);
        private readonly Generator _dropout = new(1), _noise = new(2);

        public void Run(Tensor features, QuestionBatch questions)
        {
            using var scope = NewDisposeScope();
            _optimiser.zero_grad();
            _step.Backward(features, questions, _dropout, _noise, 1);
            _optimiser.step();
        }

        public void Dispose()
        {
            _step.Dispose();
            _optimiser.Dispose();
            _dropout.Dispose();
            _noise.Dispose();
        }
    }
}
