using Ucam.Certainty.Estimation;
using Ucam.Certainty.Signals;

namespace Ucam.Tests.Certainty.Estimation;

public sealed class CertaintyFitTests
{
    // Answers whose log-odds of being right are 4·margin − 2 + curve(entropy), so that P is known.
    private static (HeldOut Data, double[] Truth) Simulated(int answers, int seed, Func<double, double>? curve = null)
    {
        var random = new Random(seed);
        var (values, right, truth) = (new List<double>(), new double[answers], new double[answers]);
        for (int i = 0; i < answers; i++)
        {
            (double margin, double entropy) = (random.NextDouble(), 2 * random.NextDouble());
            truth[i] = 1 / (1 + Math.Exp(2 - 4 * margin - (curve?.Invoke(entropy) ?? 0)));
            right[i] = random.NextDouble() < truth[i] ? 1 : 0;
            values.AddRange([margin, entropy]);
        }
        return (new HeldOut(new SignalTable(["margin", "predictive-entropy"], [.. values]), right, [.. Enumerable.Range(0, answers).Select(i => (long)i / 2)]), truth);
    }

    private static double[] Probabilities(CertaintyState state, SignalTable table) =>
        [.. Enumerable.Range(0, table.Rows).Select(i => state.Model.Probability(table.Row(i)))];

    [Fact]
    public void It_finds_the_probability_that_the_answers_were_drawn_with()
    {
        (HeldOut data, _) = Simulated(6000, 1, entropy => Math.Sin(3 * entropy));
        (HeldOut other, double[] truth) = Simulated(2000, 2, entropy => Math.Sin(3 * entropy));
        double[] p = Probabilities(CertaintyFit.StateOf(data, 1), other.Signals);
        p.Zip(truth, (a, b) => Math.Abs(a - b)).Average().Should().BeLessThan(0.025);
        Calibration.Ece(p, other.Right).Should().BeLessThan(0.03);
    }

    [Fact]
    public void It_is_monotone_where_a_signal_says_so_even_if_the_data_are_not()
    {
        // Right answers where the margin is small: the wrong way round.
        (HeldOut data, _) = Simulated(1000, 3);
        HeldOut turned = data with { Right = [.. data.Right.Select(r => 1 - r)] };
        Shape margin = CertaintyFit.StateOf(turned, 1).Model.Shapes.Single(s => s.Signal == "margin");
        margin.Values.Should().BeInAscendingOrder();
        margin.IsFlat.Should().BeTrue();
        CertaintyFit.StateOf(data, 1).Model.Shapes.Single(s => s.Signal == "margin").Values.Should().BeInAscendingOrder().And.NotContain(double.NaN);
    }

    [Fact]
    public void The_same_data_and_seed_give_the_same_estimator()
    {
        (HeldOut data, _) = Simulated(400, 4);
        string once = new CertaintyEstimator(CertaintyFit.StateOf(data, 5)).ToJson();
        new CertaintyEstimator(CertaintyFit.StateOf(data, 5)).ToJson().Should().Be(once);
    }

    [Fact]
    public void Words_are_worth_what_they_say_on_other_answers()
    {
        (HeldOut data, _) = Simulated(8000, 6, entropy => 3 - 2 * entropy);
        CertaintyState state = CertaintyFit.StateOf(data, 1);
        state.Bands.Select(b => b.Words).Should().Equal("sure", "fairly sure", "unsure", "guessing");
        state.Bands.Select(b => b.From).Should().BeInDescendingOrder();
        state.Bands.Sum(b => b.Answers).Should().Be(8000);
        (HeldOut other, double[] truth) = Simulated(8000, 7, entropy => 3 - 2 * entropy);
        double[] p = Probabilities(state, other.Signals);
        foreach (IGrouping<int, int> band in Enumerable.Range(0, p.Length).GroupBy(i => Bands.Find(state.Bands, p[i])).Where(g => g.Count() > 200))
            band.Average(i => truth[i]).Should().BeApproximately(state.Bands[band.Key].Right, 0.04);
    }

    [Fact]
    public void Of_few_answers_many_signals_without_a_meaning_are_not_learned_by_heart()
    {
        string[] names = ["margin", .. CertaintySignals.All.Where(signal => signal is { TellsKind: false, TellsPair: false, Name: not "margin" })
            .Select(signal => signal.Name).Take(15)];
        List<double> gains = [];
        for (int seed = 1; seed <= 5; seed++)
        {
            (HeldOut few, _) = WithNoise(150, seed);
            (HeldOut others, double[] truth) = WithNoise(2000, seed + 100);
            double[] p = Probabilities(CertaintyFit.StateOf(few, 1), others.Signals);
            double known = truth.Average();
            gains.Add(truth.Zip(p, (t, q) => CrossEntropy(t, known) - CrossEntropy(t, q)).Average()
                / truth.Average(t => CrossEntropy(t, known) - CrossEntropy(t, t)));
        }
        gains.Min().Should().BePositive("it is never worse than the share of right answers");
        gains.Average().Should().BeGreaterThan(0.6);

        (HeldOut, double[]) WithNoise(int answers, int seed)
        {
            (HeldOut data, double[] truth) = Simulated(answers, seed);
            var random = new Random(seed + 1000);
            double[] values = [.. Enumerable.Range(0, answers)
                .SelectMany(i => names.Select((_, j) => j == 0 ? data.Signals.Row(i)[0] : random.NextDouble()))];
            return (data with { Signals = new SignalTable(names, values) }, truth);
        }

        static double CrossEntropy(double truth, double p) => -truth * Math.Log(p) - (1 - truth) * Math.Log(1 - p);
    }

    [Fact]
    public void Few_answers_do_not_make_a_word_begin_far_from_what_it_means()
    {
        // The least probable of them are right as well, as happens with few.
        IReadOnlyList<Band> bands = Bands.Of([0.2, 0.3, 0.9, 0.97], [1, 1, 1, 1]);
        bands.Select(b => Math.Round(b.From, 9)).Should().Equal(0.85, 0.7, 0.4, 0);
        bands.Select(b => b.Answers).Should().Equal(2, 0, 0, 2);
    }

    [Fact]
    public void Strange_inputs_are_told_by_the_signals_of_kind_and_leave_clean_answers_as_they_are()
    {
        var random = new Random(8);
        (HeldOut clean, _) = Simulated(3000, 8);
        double[] Rows(SignalTable table, Func<double> distance) =>
            [.. Enumerable.Range(0, table.Rows).SelectMany(i => table.Row(i).ToArray().Append(distance()))];
        SignalTable Table(SignalTable table, Func<double> distance) => new(["margin", "predictive-entropy", "unfamiliarity"], Rows(table, distance));
        SignalTable usual = Table(clean.Signals, () => random.NextDouble()), strange = Table(clean.Signals, () => 2 + random.NextDouble());
        var data = new HeldOut(SignalTable.Join([usual, strange]), [.. clean.Right, .. clean.Right.Select(_ => 0.0)], [.. clean.Groups, .. clean.Groups])
        { Kinds = [.. clean.Right.Select(_ => AnswerKind.Clean), .. clean.Right.Select(_ => AnswerKind.Strange)] };
        CertaintyState with = CertaintyFit.StateOf(data, 1);
        double[] p = Probabilities(with, usual), plain = Probabilities(CertaintyFit.StateOf(clean, 1), clean.Signals);
        p.Zip(plain, (a, b) => Math.Abs(a - b)).Average().Should().BeLessThan(0.01);
        Probabilities(with, strange).Average().Should().BeLessThan(0.25);
        with.Model.Shapes.Single(s => s.Signal == "unfamiliarity").Values.Should().BeInDescendingOrder();
        with.Answers.Should().Be(3000, "words and average are about clean answers");
    }

    [Fact]
    public void Misplaced_questions_are_told_by_what_tells_pairs_and_leave_the_other_shapes_as_they_are()
    {
        var random = new Random(13);
        (HeldOut clean, _) = Simulated(3000, 13);
        SignalTable Table(Func<double> distance, Func<double> mismatch) => new(["margin", "predictive-entropy", "unfamiliarity", "mismatch"],
            [.. Enumerable.Range(0, 3000).SelectMany(i => clean.Signals.Row(i).ToArray().Append(distance()).Append(mismatch()))]);
        SignalTable usual = Table(random.NextDouble, () => random.NextDouble() - 3), worse = Table(() => 2 + random.NextDouble(), random.NextDouble),
            misplaced = Table(random.NextDouble, () => random.NextDouble() + 2);
        HeldOut Data(params (SignalTable Table, AnswerKind Kind)[] parts) => new(SignalTable.Join([.. parts.Select(part => part.Table)]),
            [.. parts.SelectMany(part => clean.Right.Select(r => part.Kind == AnswerKind.Clean ? r : r / 8))], [.. parts.SelectMany(_ => clean.Groups)])
        { Kinds = [.. parts.SelectMany(part => clean.Right.Select(_ => part.Kind))] };
        CertaintyState without = CertaintyFit.StateOf(Data((usual, AnswerKind.Clean), (worse, AnswerKind.Shifted)), 1),
            with = CertaintyFit.StateOf(Data((usual, AnswerKind.Clean), (worse, AnswerKind.Shifted), (misplaced, AnswerKind.Misplaced)), 1);
        without.Model.Shapes.Select(shape => shape.Signal).Should().NotContain("mismatch");
        Shape mismatch = with.Model.Shapes.Single(shape => shape.Signal == "mismatch");
        mismatch.Values.Should().BeInDescendingOrder();
        foreach (Shape shape in without.Model.Shapes)
            with.Model.Shapes.Single(other => other.Signal == shape.Signal).Values.Should().Equal(shape.Values, shape.Signal);
        Probabilities(with, misplaced).Average().Should().BeLessThan(0.2);
        Probabilities(with, usual).Average().Should().BeApproximately(clean.Right.Average(), 0.02);
    }

    [Theory]
    [InlineData(49, "49 held-out answers")]
    [InlineData(8, "too few")]
    public void Too_few_answers_are_refused(int answers, string told)
    {
        (HeldOut data, _) = Simulated(answers, 9);
        var fit = () => CertaintyFit.StateOf(data, 1);
        fit.Should().Throw<UcamException>().WithMessage($"*{told}*at least 50*");
    }

    [Theory]
    [InlineData(1, "all are right")]
    [InlineData(0, "none is right")]
    public void Answers_that_are_all_alike_are_refused(double right, string told)
    {
        (HeldOut data, _) = Simulated(100, 10);
        var fit = () => CertaintyFit.StateOf(data with { Right = [.. data.Right.Select(_ => right)] }, 1);
        fit.Should().Throw<UcamException>().WithMessage($"*{told}*");
    }

    [Fact]
    public void Fifty_answers_make_a_wide_statement_not_a_sure_one()
    {
        (HeldOut data, _) = Simulated(60, 11);
        CertaintyState state = CertaintyFit.StateOf(data, 1);
        double[] p = Probabilities(state, data.Signals);
        p.Should().OnlyContain(value => value > 0 && value < 1);
        p.Average().Should().BeApproximately(data.Right.Average(), 0.1);
    }

    [Fact]
    public void A_signal_that_is_not_a_number_says_nothing()
    {
        (HeldOut data, _) = Simulated(500, 12);
        AdditiveModel model = CertaintyFit.StateOf(data, 1).Model;
        model.LogOdds([double.NaN, double.NaN]).Should().Be(model.Intercept);
    }
}
