using System.Text.Json;
using CsCheck;
using Ucam.Metrics;

namespace Ucam.Tests.Metrics;

public class ConformalSetsTests
{
    private const double Alpha = 0.1;

    private static readonly IConformalScore[] Scores = [new LacScore(), new ApsScore(), new RapsScore(), new SapsScore()];

    [Fact]
    public void A_worked_example()
    {
        // Labels of a probability of at least 0.2, the most probable first.
        ConformalSets.Of(new LacScore(), [0.2, 0.5, 0.05, 0.25], 0.8).Should().Equal(1, 3, 0);
        ConformalSets.Of(new LacScore(), [0.2, 0.5, 0.05, 0.25], null).Should().Equal(1, 3, 0, 2);
        ConformalSets.Of(new LacScore(), [0.2, 0.5, 0.05, 0.25], 0.1).Should().Equal(1);
        ConformalSets.Of(new LacScore(), [0.2, 0.5, 0.05, 0.25], 0.1, neverEmpty: false).Should().BeEmpty();
        SetQuality quality = SetQuality.Of([[1, 3, 0], [1], [], [2]], [3, 0, 1, 2]);
        quality.Should().Be(new SetQuality(4, 0.5, 1.25, 0.5, 0.25));
        SetQuality.Of([[1], [2], [3, 4]], [1, 2, 0]).Should().Be(new SetQuality(3, 2 / 3.0, 4 / 3.0, 2 / 3.0, 0));
        SetQuality.ByGroup([[1, 3, 0], [1], [], [2]], [3, 0, -1, 2], ["b", "a", "a", "b"]).Should().BeEquivalentTo(
            new Dictionary<string, SetQuality> { ["a"] = new(2, 0, 0.5, 0.5, 0.5), ["b"] = new(2, 1, 2, 0.5, 0) });
    }

    [Fact]
    public void Sets_hold_the_right_answer_as_often_as_told_though_the_probabilities_are_wrong()
    {
        foreach (IConformalScore score in Scores)
        {
            double coverage = 0;
            for (int trial = 0; trial < 20; trial++)
            {
                var random = new Random(trial);
                (double[][] rows, int[] labels, _) = SimulatedAnswers.Draw(400, 3, 2, random);
                var thresholds = ConformalCalibration.Pooled(ConformalCalibration.Scores(score, rows, labels, trial), Alpha);
                (rows, labels, _) = SimulatedAnswers.Draw(400, 3, 2, random);
                coverage += SetQuality.Of(ConformalSets.Of(score, rows, thresholds, seed: 100 + trial, neverEmpty: false), labels).Coverage / 20;
            }
            // Four standard errors, of 8,000 new and 8,000 old questions.
            coverage.Should().BeApproximately(1 - Alpha + Alpha / 400, 4 * Math.Sqrt(2 * 0.09 / 8000), score.Name);
        }
    }

    [Fact]
    public void Each_group_is_covered_where_each_has_its_threshold()
    {
        (double[][] rows, int[] labels, string[] groups) = SimulatedAnswers.Draw(9000, 3, 2, new Random(5));
        (double[][] newRows, int[] newLabels, string[] newGroups) = SimulatedAnswers.Draw(9000, 3, 2, new Random(6));
        var lac = new LacScore();
        double[] scores = ConformalCalibration.Scores(lac, rows, labels, null);
        double[] Gaps(ConformalThresholds thresholds) =>
            [.. SetQuality.ByGroup(ConformalSets.Of(lac, newRows, thresholds, newGroups), newLabels, newGroups).Values
                .Select(q => Math.Abs(q.Coverage - 0.9))];
        Gaps(ConformalCalibration.Mondrian(scores, groups, Alpha)).Should().OnlyContain(gap => gap < 0.02);
        Gaps(ConformalCalibration.Pooled(scores, Alpha)).Max().Should().BeGreaterThan(0.05);
    }

    [Fact]
    public void Groups_with_too_few_questions_take_the_pooled_threshold_and_say_so()
    {
        // α = 0.25 asks for three questions.
        double[] scores = [0.1, 0.2, 0.3, 0.7, 0.8];
        string[] groups = ["a", "a", "a", "b", "b"];
        ConformalThresholds found = ConformalCalibration.Mondrian(scores, groups, 0.25);
        found.Threshold.Should().Be(0.8);
        found.Groups.Should().Equal(new Dictionary<string, GroupThreshold>
        {
            ["a"] = new(0.3, 3, ThresholdSource.Group),
            ["b"] = new(0.8, 2, ThresholdSource.Pooled),
        });
        found.For("a").Should().Be(0.3);
        found.For("c").Should().Be(0.8);
        found.For(null).Should().Be(0.8);
        ConformalCalibration.Mondrian(scores, groups, 0.25, 4).Groups.Values.Should().OnlyContain(group => group.Source == ThresholdSource.Pooled);
        ConformalThresholds read = JsonSerializer.Deserialize<ConformalThresholds>(JsonSerializer.Serialize(found))!;
        read.Groups.Should().Equal(found.Groups);
        (read with { Groups = found.Groups }).Should().Be(found);
    }

    [Fact]
    public void Right_answers_that_are_no_class_count_as_missed()
    {
        double[][] rows = [.. Enumerable.Repeat<double[]>([0.7, 0.3], 10)];
        double[] scores = ConformalCalibration.Scores(new LacScore(), rows, [0, 0, 0, 0, 0, 0, 0, 1, -1, -1], null);
        scores.Should().EndWith([double.PositiveInfinity, double.PositiveInfinity]);
        ConformalCalibration.Pooled(scores, 0.1).Threshold.Should().BeNull();
        ConformalCalibration.Pooled(scores, 0.3).Threshold.Should().BeApproximately(0.7, 1e-15);
        SetQuality.Of(ConformalSets.Of(new LacScore(), rows, ConformalCalibration.Pooled([], 0.1)), new int[10]).Coverage.Should().Be(1);
    }

    [Fact]
    public void Sets_grow_with_the_threshold_and_the_most_probable_label_is_in_them() =>
        Gen.Select(Gen.Int[0, 6].Array[1, 8], Gen.Double[0, 1], Gen.Double[0, 1.5], Gen.Double[0, 0.5]).Sample((counts, u, threshold, more) =>
        {
            double[] row = [.. counts.Select(c => (c + 0.25) / counts.Sum(x => x + 0.25))];
            return Scores.All(score =>
            {
                int[] small = ConformalSets.Of(score, row, threshold, u), large = ConformalSets.Of(score, row, threshold + more, u);
                return large.AsSpan().StartsWith(small) && small.Length > 0 && small[0] == RankedLabels.Of(row)[0];
            });
        });

    [Fact]
    public void The_same_seed_gives_the_same_sets_and_no_questions_give_none()
    {
        (double[][] rows, int[] labels, _) = SimulatedAnswers.Draw(50, 3, 1, new Random(1));
        foreach (IConformalScore score in Scores)
            ConformalCalibration.Scores(score, rows, labels, 3).Should().Equal(ConformalCalibration.Scores(score, rows, labels, 3));
        ConformalThresholds none = ConformalCalibration.Mondrian([], [], 0.1);
        none.Should().Match<ConformalThresholds>(t => t.Threshold == null && t.Questions == 0 && t.Groups.Count == 0);
        ConformalSets.Of(Scores[1], (IReadOnlyList<double[]>)[], none).Should().BeEmpty();
        SetQuality.Of([], []).Coverage.Should().Be(double.NaN);
        foreach (IConformalScore score in Scores) ConformalSets.Of(score, [], 0.5).Should().BeEmpty("without classes no label is the most probable");
    }

    [Fact]
    public void What_does_not_fit_is_refused()
    {
        ConformalThresholds any = ConformalCalibration.Pooled([0.5], 0.5);
        Action[] wrong =
        [
            () => ConformalCalibration.Scores(Scores[0], [[0.5, 0.5]], [2], null),
            () => ConformalCalibration.Scores(Scores[0], [[0.5, 0.5]], [-2], null),
            () => ConformalCalibration.Scores(Scores[0], [[0.5, 0.5]], [], null), () => ConformalCalibration.Mondrian([1], [], 0.5),
            () => ConformalSets.Of(Scores[0], [0.5], 0.5, 2), () => ConformalSets.Of(Scores[0], [0.5], double.NaN),
            () => ConformalSets.Of(Scores[0], [1.5], 0.5),
            () => ConformalSets.Of(Scores[0], [[0.5], [0.5]], any, ["a"]), () => SetQuality.Of([], [1]), () => SetQuality.ByGroup([[1]], [1], []),
        ];
        foreach (var action in wrong) action.Should().Throw<ArgumentException>();
    }

    [Fact]
    public void What_is_refused_is_named()
    {
        ConformalThresholds any = ConformalCalibration.Pooled([0.5], 0.5);
        (string Name, Action Call)[] wrong =
        [
            ("labels", () => ConformalCalibration.Scores(Scores[0], [[0.5, 0.5]], [2], null)),
            ("groups", () => ConformalCalibration.Mondrian([1], [], 0.5)), ("groups", () => ConformalCalibration.Mondrian([1], ["a", "b"], 0.5)),
            ("probabilities", () => ConformalSets.Of(Scores[0], [[0.5], [0.5, 0.5]], any)),
            ("labels", () => SetQuality.Of([], [1])), ("labels", () => SetQuality.Of([[1]], [])),
            ("labels", () => SetQuality.ByGroup([[1], [1]], [1], ["a", "a"])), ("groups", () => SetQuality.ByGroup([[1]], [1], [])),
        ];
        foreach (var (name, call) in wrong) call.Should().Throw<ArgumentException>().WithParameterName(name);
    }
}
