using Ucam.Certainty.Signals;
using Ucam.Studies.Comparison.Judging;
using static TorchSharp.torch;

namespace Ucam.Studies.Tests.Comparison.Judging;

/// <summary>Judges on made answers, of which it is known what gives their mistakes away.</summary>
public sealed class CellJudgesTests
{
    private const int Answers = 4, Width = 3;

    // Signals, what was gathered and p̄ say nothing, but for what the test says.
    private static CellAnswers Make(int seed, int count, Func<bool, Random, double>? probability = null, Func<bool, Random, double>? evidence = null,
        Func<bool, Random, float>? gathered = null)
    {
        var random = new Random(seed);
        probability ??= (_, r) => 0.3 + 0.4 * r.NextDouble();
        evidence ??= (_, r) => r.NextDouble();
        gathered ??= (_, r) => r.NextSingle();
        var (signals, accuracy, logs, targets, inside) =
            (new List<double>(), new List<double>(), new List<float>(), new List<float>(), new List<float>());
        for (int i = 0; i < count; i++)
        {
            bool right = random.NextDouble() < 0.7;
            double p = probability(right, random);
            signals.AddRange([p, -Math.Log(p), random.NextDouble(), evidence(right, random)]);
            accuracy.Add(right ? 1 : 0);
            logs.AddRange(Enumerable.Range(0, Answers).Select(k => (float)Math.Log(k == 0 ? p : (1 - p) / (Answers - 1))));
            targets.AddRange(Enumerable.Range(0, Answers).Select(k => k == (right ? 0 : 1) ? 1f : 0f));
            inside.AddRange([gathered(right, random), random.NextSingle(), random.NextSingle()]);
        }
        return new CellAnswers
        {
            Signals = new SignalTable(["probability", "predictive-entropy", "mutual-information", "evidence-for"], [.. signals]),
            Accuracy = [.. accuracy],
            Pictures = [.. Enumerable.Range(0, count).Select(i => (long)(i / 2))],
            Given = zeros(count, ScalarType.Int64),
            LogProbabilities = tensor(logs.ToArray(), [count, Answers]),
            Targets = tensor(targets.ToArray(), [count, Answers]),
            Gathered = tensor(inside.ToArray(), [count, Width]),
        };
    }

    private static IReadOnlyDictionary<string, double> Measure(string judge, Func<int, int, CellAnswers> answers)
    {
        using var cell = new JudgedCell(answers(1, 600), answers(2, 800), 1);
        return JudgedMetrics.Measure(cell, CellJudges.All.First(j => j.Name == judge).Judge(cell));
    }

    [Theory]
    [InlineData(CellJudges.WithGradient)]
    [InlineData("gradient")]
    [InlineData(CellJudges.Everything)]
    public void What_only_the_evidence_gives_away_is_found_by_judges_that_see_it(string judge)
    {
        static CellAnswers Telling(int seed, int count) => Make(seed, count, evidence: (right, r) => r.NextDouble() + (right ? 0.8 : 0));
        Measure(judge, Telling)["auroc"].Should().BeGreaterThan(0.9);
        Measure(CellJudges.Passes, Telling)["auroc"].Should().BeInRange(0.4, 0.6);
    }

    [Fact]
    public void What_only_the_inside_gives_away_is_found_by_the_selector_alone()
    {
        static CellAnswers Telling(int seed, int count) => Make(seed, count, gathered: (right, r) => r.NextSingle() + (right ? 1 : 0));
        Measure(CellJudges.Selector, Telling)["auroc"].Should().BeGreaterThan(0.9);
        Measure(CellJudges.Everything, Telling)["auroc"].Should().BeInRange(0.4, 0.6);
    }

    [Theory]
    [InlineData(CellJudges.Maximum)]
    [InlineData("entropy")]
    [InlineData("temperature")]
    [InlineData("vector")]
    [InlineData("probability")]
    [InlineData(CellJudges.Passes)]
    public void What_the_probability_gives_away_is_found_by_all_who_see_it(string judge) =>
        Measure(judge, (seed, count) => Make(seed, count, (right, r) => (right ? 0.6 : 0.4) + 0.3 * r.NextDouble()))["auroc"]
            .Should().BeGreaterThan(0.85);

    [Theory]
    [InlineData("temperature")]
    [InlineData("vector")]
    [InlineData("entropy")]
    [InlineData("bald")]
    [InlineData(CellJudges.Selector)]
    [InlineData(CellJudges.Passes)]
    public void Fitted_judges_are_calibrated_where_the_network_is_far_too_sure(string judge)
    {
        static CellAnswers TooSure(int seed, int count) => Make(seed, count, (_, r) => 0.97 + 0.02 * r.NextDouble());
        Measure(judge, TooSure)["ece"].Should().BeLessThan(0.08);
        Measure(CellJudges.Maximum, TooSure)["ece"].Should().BeGreaterThan(0.2);
    }

    [Fact]
    public void A_logistic_regression_keeps_the_order_and_finds_its_slope()
    {
        var random = new Random(3);
        double[] score = [.. Enumerable.Range(0, 4000).Select(_ => 4 * random.NextDouble() - 2)];
        double[] hits = [.. score.Select(x => random.NextDouble() < 1 / (1 + Math.Exp(-(2 * x + 0.5))) ? 1.0 : 0)];
        (double slope, double shift) = Scores.Platt(score, hits);
        slope.Should().BeApproximately(2, 0.2);
        shift.Should().BeApproximately(0.5, 0.15);
        Scores.Platt([.. score.Select(x => -x)], hits).Slope.Should().BePositive("less doubt is never less sure");
    }
}
