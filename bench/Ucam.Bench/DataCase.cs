using System.Diagnostics;
using Ucam.Vqa.Features;
using Ucam.Vqa.Models.Heads;
using Ucam.Vqa.Training.Recipes;
using static TorchSharp.torch;

namespace Ucam.Bench;

/// <summary>
/// Training the published head from a feature file, a picture a question, against the same steps from features in memory; and how long it waits for
/// data.
/// </summary>
internal static class DataCase
{
    private const int Steps = 8, WarmUps = 1;

    public static IEnumerable<BenchRow> Run(BenchOptions options)
    {
        int count = options.Count ?? 512;
        using var folder = new TemporaryFolder();
        FeaturesCase.Write(folder.File("features.safetensors"), count, PaperHead.Grid, PaperHead.Channels);
        using FeatureFile file = FeatureFile.Open(folder.File("features.safetensors"));
        using var scope = NewDisposeScope();
        using Saaa head = PaperHead.Create();
        using var variance = new VarianceHead(PaperHead.Answers);
        using var step = new TimedStep(head, variance, new HeadRecipe { Loss = LossKind.CrossEntropy });
        QuestionBatch questions = PaperHead.Questions(PaperHead.Batch);
        Tensor[] resident =
            [rand(PaperHead.Batch, PaperHead.Positions, PaperHead.Channels), rand(PaperHead.Batch, PaperHead.Positions, PaperHead.Channels)];
        int runs = options.Runs ?? 5;
        var random = new Random(1);
        // One feed for all runs, as an epoch has: its memory is new once.
        using var feed =
            new FeatureFeed(file,
            [.. Enumerable.Range(0, (runs + WarmUps) * Steps)
            .Select(_ => Enumerable.Range(0, PaperHead.Batch).Select(_ => random.Next(file.Count)).ToArray())]);
        TimeSpan total = default;
        void FromFile()
        {
            long start = Stopwatch.GetTimestamp();
            for (int i = 0; i < Steps; i++) step.Run(feed.Next(), questions);
            total += Stopwatch.GetElapsedTime(start);
        }
        Comparison times = Comparison.Of(runs, work: FromFile, baseline: () =>
        {
            for (int i = 0; i < Steps; i++) step.Run(resident[i % 2], questions);
        }, WarmUps);
        yield return new BenchRow("data", $"{Steps} steps of batch {PaperHead.Batch} of {count}, {PaperHead.Sizes}, L_y", "f16 to f32",
            get_num_threads(), times, "the same steps from memory",
            $"waits {100 * feed.Waited / total:F1} % of the time for data (target at most 5 %), warming up included");
    }
}
