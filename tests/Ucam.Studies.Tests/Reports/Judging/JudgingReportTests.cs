using Ucam.Studies.Comparison.Judging;
using Ucam.Studies.Reports.Judging;
using Ucam.Studies.Tests.Comparison.Judging;

namespace Ucam.Studies.Tests.Reports.Judging;

public sealed class JudgingReportTests : IDisposable
{
    private static readonly JudgedContrast Contrast = JudgedContrast.All[0];
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    // Two judges on three methods and four seeds: the gain of the first in AUROC, and half of it in AURC, with noise of 0.001.
    private static JudgedRow[] Rows(params double[] gains) =>
    [
        .. from method in new[] { "saaa", "san", "mlb" }.Zip(gains)
           from seed in Enumerable.Range(1, 4)
           let noise = 0.001 * (seed % 2 == 0 ? 1 : -1)
           from row in new[]
           {
               JudgedExamples.Row(method.First, seed, Contrast.Reference, 0.8, 0.1),
               JudgedExamples.Row(method.First, seed, Contrast.Judge, 0.8 + method.Second + noise, 0.1 - method.Second / 2 - noise),
           }
           select row,
    ];

    [Theory]
    [InlineData(0.02, 0.02, 0.02, "shown")]
    [InlineData(0.02, 0.02, 0.0, "shown")]
    [InlineData(0.03, 0.0, 0.0005, "shown on average")]
    [InlineData(0.003, -0.003, 0.0, "not shown")]
    [InlineData(0.02, 0.0, 0.02, "shown")]
    [InlineData(0.03, 0.03, -0.004, "shown on average")]
    [InlineData(0.0, 0.0, 0.0, "not shown")]
    [InlineData(-0.02, -0.02, -0.02, "the opposite")]
    public void A_claim_is_what_its_pairs_and_methods_say(double first, double second, double third, string word) =>
        JudgedVerdict.Of(Contrast, Rows(first, second, third)).Word.Should().Be(word);

    [Fact]
    public void Differences_are_of_the_same_network()
    {
        JudgedVerdict verdict = JudgedVerdict.Of(Contrast, [.. Rows(0.02, 0.02, 0.02).Skip(1)]);
        verdict.Auroc.Paired.Pairs.Should().Be(11, "a network that only one judge was asked about is no pair");
        verdict.Auroc.Paired.Difference.Mean.Should().BeApproximately(0.02, 0.0002);
        verdict.Aurc.Side.Should().Be(1, "less is better");
        verdict.Auroc.Resampled.Low.Should().BeInRange(0.019, 0.0205);
    }

    [Fact]
    public void The_report_has_verdicts_means_differences_and_ranks_and_is_the_same_again()
    {
        JudgingReport.Write(Rows(0.02, 0.02, 0.02), _folder.Path, "a study");
        string text = File.ReadAllText(_folder["certainty.md"]);
        text.Should().StartWith("# a study: which certainty\n").And.Contain("## scenes, Baseline")
            .And.Contain("3 methods (SAAA, SAN and MLB), 4 seeds: 12 networks; 100 test questions")
            .And.Contain("| Gradient evidence adds to the passes | **shown** | 12 | +0.0200").And.Contain("**0.8200**")
            .And.Contain("Mean ranks over 12 cells").And.Contain("three people of ten").And.NotContain("vector scaling", "it was not asked")
            .And.NotContain("cost");
        JudgingReport.Write([.. Rows(0.02, 0.02, 0.02).Reverse()], _folder.Path, "a study");
        File.ReadAllText(_folder["certainty.md"]).Should().Be(text);
    }

    [Fact]
    public void Further_judges_are_told_with_their_cost_and_held_against_all_signals()
    {
        JudgedRow[] rows = [.. Rows(0.02, 0.02, 0.02).Select(row => row with { Judge = row.Judge == "passes" ? "peers-10" : "all" })];
        JudgingReport.Write(rows, _folder.Path, "a study");
        File.ReadAllText(_folder["certainty.md"]).Should()
            .Contain("| All signals beat learning from 10 peers (Dancette et al. 2023) | **shown** | 12 | +0.0200")
            .And.Contain("| learning from 10 peers (Dancette et al. 2023) | 10 more networks to train for each method");
    }

    [Fact]
    public void A_classifiers_answers_are_called_right_by_what_most_people_said()
    {
        JudgedRow[] rows = [.. Rows(0.02, 0.02, 0.02).Where(row => row.Cell.Method == "saaa")
            .Select(row => row with { Cell = row.Cell with { Set = "cifar", Method = "resnet" } })];
        JudgingReport.Write(rows, _folder.Path, "a study");
        File.ReadAllText(_folder["certainty.md"]).Should().Contain("right where it is what most people said").And.NotContain("three people of ten");
    }
}
