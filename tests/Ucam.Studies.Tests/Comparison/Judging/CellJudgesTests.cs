using Ucam.Certainty.Signals;
using Ucam.Studies.Comparison.Judging;
using static TorchSharp.torch;

namespace Ucam.Studies.Tests.Comparison.Judging;

/// <summary>Judges on made answers, of which it is known what gives their mistakes away.</summary>
[Collection(GlobalRandomState.Name)]
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

    private static MemberAnswers Member(CellAnswers held, CellAnswers test)
    {
        // Sure of the first answer where it is right, of the second where not.
        static (Tensor, Tensor) Of(CellAnswers answers)
        {
            Tensor mean = answers.Targets * 0.6 + 0.1;
            return (mean, (mean * mean.log()).sum(1).neg());
        }
        return new MemberAnswers(Of(held), Of(test));
    }

    [Theory]
    [InlineData("ensemble-3")]
    [InlineData("ensemble-3-passes")]
    public void What_only_other_networks_know_is_found_by_ensembles(string judge)
    {
        CellAnswers held = Make(1, 600), test = Make(2, 800);
        var others = new MadeSources { Of = count => [.. Enumerable.Repeat(Member(held, test), count)] };
        using var cell = new JudgedCell(held, test, 1) { Further = others };
        JudgedMetrics.Measure(cell, CellJudges.All.First(j => j.Name == judge).Judge(cell))["auroc"].Should().BeGreaterThan(0.95);
        others.Asked.Should().Be(3);
        JudgedMetrics.Measure(cell, CellJudges.All.First(j => j.Name == CellJudges.Passes).Judge(cell))["auroc"].Should().BeInRange(0.4, 0.6);
    }

    [Fact]
    public void The_margin_of_an_ensemble_is_of_the_answer_that_was_given()
    {
        using CellAnswers given = Make(1, 1);
        Tensor mean = tensor(new[] { 0.2f, 0.5f, 0.2f, 0.1f }, [1, 4]);
        SignalTable table = EnsembleJudge.Measure(given, [(mean, tensor(new[] { 1f }))]);
        double entropy = -(0.4 * Math.Log(0.2) + 0.5 * Math.Log(0.5) + 0.1 * Math.Log(0.1));
        double[] expected = [0.2, -0.3, entropy, 1, entropy - 1];
        for (int i = 0; i < expected.Length; i++) table.Values[i].Should().BeApproximately(expected[i], 1e-6, table.Names[i]);
    }

    [Fact]
    public void Peers_teach_the_selector_by_training_questions_alone()
    {
        // Held-out answers show nothing of the inside: only what peers were asked does.
        static float Inside(bool right, Random r) => r.NextSingle() + (right ? 1 : 0);
        using CellAnswers training = Make(3, 900, gathered: Inside);
        CellAnswers held = Make(1, 600, gathered: (_, r) => r.NextSingle() + r.Next(2)), test = Make(2, 800, gathered: Inside);
        var sources = new MadeSources
        { Training = new TrainingAnswers(training.Gathered, training.LogProbabilities, training.Pictures), Hits = _ => training.Hits };
        using var cell = new JudgedCell(held, test, 1) { Further = sources };
        JudgedMetrics.Measure(cell, CellJudges.All.First(j => j.Name == "peers-5").Judge(cell))["auroc"].Should().BeGreaterThan(0.9);
        JudgedMetrics.Measure(cell, CellJudges.All.First(j => j.Name == CellJudges.Selector).Judge(cell))["auroc"].Should().BeInRange(0.4, 0.6);
        sources.Asked.Should().Be(5);
    }

    [Fact]
    public void Laplace_takes_from_a_network_that_is_too_sure()
    {
        using TorchSharp.Modules.Linear layer = nn.Linear(Width, Answers);
        using (no_grad())
        {
            layer.weight!.zero_();
            layer.weight[0, 0] = 6f;
            layer.bias!.zero_();
        }
        using CellAnswers training = Make(3, 40);
        CellAnswers held = Make(1, 600), test = Make(2, 800);
        var sources = new MadeSources
        {
            Training = new TrainingAnswers(training.Gathered, training.LogProbabilities, training.Pictures),
            Last = (x => x.alias(), layer),
        };
        using var cell = new JudgedCell(held, test, 1) { Further = sources };
        double[] Plain(CellAnswers answers) => answers.OfGiven(layer.call(answers.Gathered).softmax(1));
        Confidences found = CellJudges.All.First(j => j.Name == "laplace").Judge(cell), plain = new(Plain(held), Plain(test));
        found.Test.Zip(plain.Test).Should().OnlyContain(p => p.First <= p.Second + 1e-6 && p.First > 0.2);
        JudgedMetrics.Measure(cell, found)["log_loss"].Should().BeLessThan(JudgedMetrics.Measure(cell, plain)["log_loss"] - 0.02);
    }

    private sealed class MadeSources : IFurtherSources
    {
        public int Asked { get; private set; }

        public Func<int, IReadOnlyList<MemberAnswers>> Of { get; init; } = _ => [];

        public Func<int, double[]> Hits { get; init; } = _ => [];

        public TrainingAnswers Training { get; init; } = null!;

        public (Func<Tensor, Tensor> Inputs, TorchSharp.Modules.Linear Layer) Last { get; init; }

        public IReadOnlyList<MemberAnswers> Members(int count) => Of(Asked = count);

        public double[] PeerHits(int count) => Hits(Asked = count);
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
