using CsCheck;

namespace Ucam.Tests.Metrics;

public class CalibrationTests
{
    private static readonly Gen<(double Confidence, double Correct)[]> Samples =
        Gen.Select(Gen.Int[0, 30].Select(i => i / 30.0), Gen.Int[0, 3].Select(i => i / 3.0)).Array[1, 40];

    private static double[] Confidence((double Confidence, double Correct)[] s) => [.. s.Select(x => x.Confidence)];

    private static double[] Correct((double Confidence, double Correct)[] s) => [.. s.Select(x => x.Correct)];

    [Fact]
    public void Scores_agree_with_scikit_learn_and_numpy()
    {
        Calibration.Ece(ScipyValues.Confidence, ScipyValues.Correct).Should().BeApproximately(ScipyValues.Expected("ece_15"), 1e-12);
        Calibration.ClasswiseEce(ScipyValues.Probabilities, ScipyValues.Labels, 10)
            .Should().BeApproximately(ScipyValues.Expected("classwise_ece_10"), 1e-12);
        Calibration.Brier(ScipyValues.Probabilities, ScipyValues.Labels).Should().BeApproximately(ScipyValues.Expected("brier"), 1e-12);
        Calibration.NegativeLogLikelihood(ScipyValues.Probabilities, ScipyValues.Labels).Should().BeApproximately(ScipyValues.Expected("nll"), 1e-12);
        Calibration.NegativeLogLikelihood(ScipyValues.Probabilities, ScipyValues.Soft)
            .Should().BeApproximately(ScipyValues.Expected("nll_soft"), 1e-12);
    }

    [Fact]
    public void The_diagram_agrees_with_scikit_learn()
    {
        var bins = Calibration.ReliabilityDiagram(ScipyValues.Confidence, ScipyValues.Correct, 10).Where(b => b.Count > 0).ToArray();
        double[] accuracy = ScipyValues.ExpectedList("bin_accuracy"), confidence = ScipyValues.ExpectedList("bin_confidence");
        bins.Should().HaveSameCount(accuracy);
        for (int i = 0; i < bins.Length; i++)
        {
            bins[i].Accuracy.Should().BeApproximately(accuracy[i], 1e-12);
            bins[i].Confidence.Should().BeApproximately(confidence[i], 1e-12);
        }
    }

    [Fact]
    public void Ece_agrees_with_a_second_implementation() =>
        Samples.Sample(samples =>
        {
            double expected = Enumerable.Range(0, 15).Sum(b =>
            {
                var inside = samples.Where(s => s.Confidence <= (b + 1) / 15.0 && (s.Confidence > b / 15.0 || (b == 0 && s.Confidence == 0)))
                    .ToArray();
                return Math.Abs(inside.Sum(s => s.Correct - s.Confidence)) / samples.Length;
            });
            return Math.Abs(Calibration.Ece(Confidence(samples), Correct(samples)) - expected) < 1e-12;
        });

    [Theory]
    [InlineData(BinKind.EqualWidth)]
    [InlineData(BinKind.EqualMass)]
    public void Bins_hold_every_sample_once_and_their_ends_enclose_it(BinKind kind) =>
        Samples.Sample(samples =>
        {
            var bins = Calibration.ReliabilityDiagram(Confidence(samples), Correct(samples), 7, kind);
            return bins.Sum(b => b.Count) == samples.Length
                && bins.Where(b => b.Count > 0).All(b => b.Confidence >= b.Lower - 1e-12 && b.Confidence <= b.Upper + 1e-12)
                && Math.Abs(bins.Sum(b => b.Count * b.Accuracy) - samples.Sum(s => s.Correct)) < 1e-9;
        });

    [Fact]
    public void Equal_mass_bins_of_distinct_confidences_are_equally_full()
    {
        double[] confidence = [.. Enumerable.Range(0, 100).Select(i => i / 100.0)];
        var bins = Calibration.ReliabilityDiagram(confidence, confidence, 7, BinKind.EqualMass);
        bins.Should().HaveCount(7).And.OnlyContain(b => b.Count == 14 || b.Count == 15);
    }

    [Fact]
    public void Equal_mass_keeps_equal_confidences_together_whatever_the_order()
    {
        double[] confidence = [0.5, 0.5, 0.5, 0.5, 0.9];
        double first = Calibration.Ece(confidence, [1, 0, 0, 0, 1], 5, BinKind.EqualMass);
        first.Should().BeApproximately((4 * 0.25 + 0.1) / 5, 1e-12);
        Calibration.Ece(confidence, [0, 0, 0, 1, 1], 5, BinKind.EqualMass).Should().Be(first);
    }

    [Fact]
    public void One_bin_is_the_difference_of_the_means() =>
        Samples.Sample(samples =>
            Math.Abs(Calibration.Ece(Confidence(samples), Correct(samples),
            1) - Math.Abs(samples.Average(s => s.Confidence) - samples.Average(s => s.Correct))) < 1e-12);

    [Fact]
    public void Ece_is_zero_for_honest_answers_and_one_for_certain_errors()
    {
        Calibration.Ece([0.5, 0.5, 1], [1, 0, 1]).Should().Be(0);
        Calibration.Ece([1, 1], [0, 0]).Should().Be(1);
    }

    [Fact]
    public void Brier_and_likelihood_at_their_ends()
    {
        Calibration.Brier([[1, 0]], [0]).Should().Be(0);
        Calibration.Brier([[1, 0]], [1]).Should().Be(2);
        Calibration.NegativeLogLikelihood([[1, 0]], [0]).Should().Be(0);
        Calibration.NegativeLogLikelihood([[1, 0]], [1]).Should().Be(double.PositiveInfinity);
        Calibration.NegativeLogLikelihood([[0.25, 0.25, 0.25, 0.25]], [2]).Should().BeApproximately(Math.Log(4), 1e-15);
    }

    [Fact]
    public void Classwise_error_of_one_hot_targets_is_that_of_their_labels()
    {
        double[][] oneHot = [.. ScipyValues.Labels.Select(label => Enumerable.Range(0, 4).Select(k => k == label ? 1.0 : 0.0).ToArray())];
        foreach (var kind in Enum.GetValues<BinKind>())
            Calibration.ClasswiseEce(ScipyValues.Probabilities, oneHot, 10, kind)
                .Should().Be(Calibration.ClasswiseEce(ScipyValues.Probabilities, ScipyValues.Labels, 10, kind));
    }

    [Fact]
    public void Classwise_error_of_soft_targets()
    {
        // One bin: per class the difference of the means, |0.7 − 0.75| and |0.3 − 0.55|.
        double[][] probabilities = [[0.8, 0.2], [0.6, 0.4]], targets = [[1, 0.3], [0.5, 0.8]];
        Calibration.ClasswiseEce(probabilities, targets, 1).Should().BeApproximately((0.05 + 0.25) / 2, 1e-15);
        Calibration.ClasswiseEce(targets, targets, 5, BinKind.EqualMass).Should().Be(0);
    }

    [Fact]
    public void Equal_mass_error_takes_soft_correctness() =>
        // Bins {0.1, 0.2} and {0.8, 1}: |0.15 − 0.3| and |0.9 − 0.65|.
        Calibration.Ece([0.8, 0.1, 0.2, 1], [0.3, 0.6, 0, 1], 2, BinKind.EqualMass).Should().BeApproximately((0.15 + 0.25) / 2, 1e-15);

    [Fact]
    public void Bins_of_equal_mass_are_others_than_those_of_equal_width_where_confidences_crowd()
    {
        double[] confidence = [0.1, 0.2, 0.3, 0.9], correct = [0, 0, 1, 1];
        // {0.1, 0.2} and {0.3, 0.9}: |0.15 − 0| and |0.6 − 1|.
        Calibration.Ece(confidence, correct, 2, BinKind.EqualMass).Should().BeApproximately((0.15 + 0.4) / 2, 1e-15);
        // {0.1, 0.2, 0.3} and {0.9}: |0.2 − 1/3| and |0.9 − 1|.
        Calibration.Ece(confidence, correct, 2).Should().BeApproximately((3 * (1 / 3.0 - 0.2) + 0.1) / 4, 1e-15);
    }

    [Fact]
    public void Brier_of_one_confidence_takes_soft_correctness_and_is_half_of_two_classes()
    {
        Calibration.Brier([0.8, 0.1], [0.3, 1]).Should().BeApproximately((0.25 + 0.81) / 2, 1e-15);
        Samples.Sample(samples =>
        {
            double[][] probabilities = [.. samples.Select(s => new[] { s.Confidence, 1 - s.Confidence })],
                targets = [.. samples.Select(s => new[] { s.Correct, 1 - s.Correct })];
            return Math.Abs(2 * Calibration.Brier(Confidence(samples), Correct(samples)) - Calibration.Brier(probabilities, targets)) < 1e-12;
        });
    }

    [Fact]
    public void No_samples_are_undefined()
    {
        double[] none = [];
        Calibration.Brier(none, none).Should().Be(double.NaN);
        Calibration.ClasswiseEce([], Array.Empty<double[]>()).Should().Be(double.NaN);
        Calibration.Ece([], []).Should().Be(double.NaN);
        Calibration.ClasswiseEce([], Array.Empty<int>()).Should().Be(double.NaN);
        Calibration.Brier([], Array.Empty<int>()).Should().Be(double.NaN);
        Calibration.NegativeLogLikelihood([], Array.Empty<int>()).Should().Be(double.NaN);
    }

    [Fact]
    public void What_is_no_probability_no_label_or_no_row_is_refused()
    {
        Action[] wrong =
        [
            () => Calibration.Ece([double.NaN], [1]), () =>
                Calibration.Ece([1.5], [1]), () => Calibration.Ece([1], [2]), () => Calibration.Ece([1], []), () => Calibration.Ece([1], [1], 0),
            () => Calibration.Brier([[0.5, 0.5]], [2]), () =>
                Calibration.Brier([[0.5, double.NaN]], [0]), () => Calibration.Brier([[1], [0.5, 0.5]], [0, 0]),
            () => Calibration.ClasswiseEce([[0.5, 0.5]], [[0.5, 1.5]]), () =>
                Calibration.ClasswiseEce([[0.5, 0.5]], [[1.0]]), () => Calibration.ClasswiseEce([[0.5, 0.5]], Array.Empty<double[]>()),
            () => Calibration.Brier([0.5, 1.5], [0.5, 0.5]), () =>
                Calibration.Brier([0.5, 0.5], [0.5, double.NaN]), () => Calibration.Brier([0.5, 0.5], [0.5]),
            () => Calibration.ClasswiseEce([[]], [0]), () => Calibration.NegativeLogLikelihood([[1.0]], [[0.5, 0.5]]),
        ];
        foreach (var action in wrong) action.Should().Throw<ArgumentException>();
    }

    [Fact]
    public void What_is_refused_is_named()
    {
        double[][] none = null!, noClasses = [[]], one = [[1.0]];
        (string Name, Action Call)[] wrong =
        [
            ("bins", () => Calibration.Ece([1], [1], 0, BinKind.EqualMass)), ("bins", () => Calibration.ReliabilityDiagram([], [], 0)),
            ("probabilities", () => Calibration.Brier(none, new[] { 0 })), ("labels", () => Calibration.ClasswiseEce(one, Array.Empty<int>())),
            ("probabilities", () => Calibration.ClasswiseEce([[0.5, 1.5]], new[] { 0 })),
            ("probabilities", () => Calibration.Brier(none, one)), ("targets", () => Calibration.Brier(one, none)),
            ("targets", () => Calibration.Brier([[1.0], [1.0]], one)), ("targets", () => Calibration.Brier(one, [[1.0], [1.0]])),
            ("probabilities", () => Calibration.NegativeLogLikelihood([[1.5]], one)),
            ("targets", () => Calibration.Brier([[0.5, 0.5]], [[0.5, 1.5]])), ("probabilities", () => Calibration.Brier(noClasses, noClasses)),
        ];
        foreach (var (name, call) in wrong) call.Should().Throw<ArgumentException>().WithParameterName(name);
    }
}
