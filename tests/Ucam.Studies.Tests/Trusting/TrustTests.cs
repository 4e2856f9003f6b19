using static TorchSharp.torch;

namespace Ucam.Studies.Tests.Trusting;

public sealed class TrustTests
{
    private static TrustReport Of(TrustOptions? options = null, double scale = 1, int heldOut = 600, int test = 400) => Trust.Of(new GivenLogits(),
        [GivenLogits.Batch(1, heldOut / 2, scale), GivenLogits.Batch(2, heldOut - heldOut / 2, scale)],
        [GivenLogits.Batch(3, test / 2, scale), GivenLogits.Batch(4, test / 2, scale)], options, TestContext.Current.CancellationToken);

    [Fact]
    public void Accuracy_calibration_and_selection_are_those_of_the_test()
    {
        using var scope = NewDisposeScope();
        (Tensor input, Tensor target) = (cat([GivenLogits.Batch(3, 200).Input, GivenLogits.Batch(4, 200).Input]),
            cat([GivenLogits.Batch(3, 200).Target, GivenLogits.Batch(4, 200).Target]));
        double[] right = input.argmax(1).eq(target).Numbers(), p = input.softmax(1).amax([1]).Numbers();
        TrustReport report = Of();
        report.Value("answers", "test", "accuracy").Should().BeApproximately(right.Average(), 1e-12);
        report.Value("answers", "test", "inputs").Should().Be(400);
        double brier = p.Zip(right, (said, was) => (said - was) * (said - was)).Average();
        report.Value("calibration", "probability", "brier").Should().BeApproximately(brier, 1e-6);
        report.Value("calibration", "probability", "mean").Should().BeApproximately(p.Average(), 1e-6);
        // Pairs of a right and a wrong answer, the right one surer.
        var pairs = from i in Enumerable.Range(0, 400)
                    from j in Enumerable.Range(0, 400)
                    where right[i] == 1 && right[j] == 0
                    select p[i] > p[j] ? 1 : p[i] == p[j] ? 0.5 : 0;
        report.Value("selection", "probability", "auroc").Should().BeApproximately(pairs.Average(), 1e-9);
        report.Value("selection", "probability", "coverage_at_risk_20").Should().BeGreaterThan(report.Value("selection", "probability",
            "coverage_at_risk_5"));
    }

    [Fact]
    public void The_interval_has_a_width_where_all_are_right()
    {
        using var scope = NewDisposeScope();
        // So far apart that the first class is always right, which leaves 0.025^(1/n) and 1.
        (Tensor, Tensor) Sure(int right, int wrong) => (tensor(new[] { 4f, 0, 0 }).repeat(right + wrong, 1),
            cat([zeros(right, dtype: ScalarType.Int64), ones(wrong, dtype: ScalarType.Int64)]));
        Interval(Sure(1, 0)).ShouldBeNear([1, 0.025, 1], 1e-9);
        Interval(Sure(300, 0)).ShouldBeNear([1, Math.Pow(0.025, 1 / 300.0), 1], 1e-9);
        Interval(Sure(0, 300)).ShouldBeNear([0, 0, 1 - Math.Pow(0.025, 1 / 300.0)], 1e-9);
        // The table of Clopper and Pearson for 8 of 10.
        Interval(Sure(8, 2)).ShouldBeNear([0.8, 0.4439, 0.9748], 1e-4);

        double[] Interval((Tensor, Tensor) test)
        {
            TrustReport report = Trust.Of(new GivenLogits(), [GivenLogits.Batch(1, 40)], [test], cancel: TestContext.Current.CancellationToken);
            return [.. new[] { "accuracy", "accuracy_low", "accuracy_high" }.Select(metric => report.Value("answers", "test", metric))];
        }
    }

    [Fact]
    public void The_temperature_undoes_what_made_it_too_sure()
    {
        using var scope = NewDisposeScope();
        TrustReport report = Of(scale: 3, heldOut: 3000, test: 2000);
        report.Value("answers", "test", "temperature").Should().BeApproximately(3, 0.4);
        report.Value("calibration", "probability", "ece").Should().BeGreaterThan(0.1);
        report.Value("calibration", "temperature", "ece").Should().BeLessThan(0.06);
        report.Value("calibration", "certainty", "ece").Should().BeLessThan(0.06);
        report.Certainty!.Answers.Should().Be(1500, "half of the held-out inputs");
    }

    [Fact]
    public void Sets_hold_the_right_class_as_often_as_asked_and_thresholds_keep_to_their_risk()
    {
        using var scope = NewDisposeScope();
        TrustReport report = Of(new TrustOptions { Coverage = 0.8, Risks = [0.1] }, heldOut: 4000, test: 4000);
        report.Value("sets", "LAC", "coverage").Should().BeInRange(0.77, 0.83);
        report.Value("sets", "LAC", "size").Should().BeInRange(1, GivenLogits.Classes);
        report.Value("thresholds", "probability", "chosen_10_risk").Should().BeInRange(0.07, 0.13);
        report.Value("thresholds", "probability", "promised_10_risk").Should().BeLessThan(0.115, "the test has its own chance");
        report.Value("thresholds", "probability", "promised_10").Should().BeGreaterThan(report.Value("thresholds", "probability", "chosen_10"));
        // Of the classes' probabilities that which as many of the right ones reach as the sets are to hold.
        report.Value("sets", "LAC", "least_probability").Should().BeInRange(0.2, 0.5);
    }

    [Fact]
    public void A_chosen_threshold_is_the_least_sure_held_out_input_where_all_may_be_answered_and_the_page_says_what_it_promises()
    {
        using var scope = NewDisposeScope();
        using var folder = new TemporaryFolder();
        TrustReport report = Of(new TrustOptions { Risks = [0.9] });
        double threshold = report.Value("thresholds", "probability", "chosen_90");
        double[] held = cat([GivenLogits.Batch(1, 300).Input, GivenLogits.Batch(2, 300).Input]).softmax(1).amax([1]).Numbers(),
            top = cat([GivenLogits.Batch(3, 200).Input, GivenLogits.Batch(4, 200).Input]).softmax(1).amax([1]).Numbers();
        held.Should().Contain(p => Math.Abs(p - threshold) < 1e-6).And.Contain(p => p <= threshold);
        report.Value("thresholds", "probability", "chosen_90_coverage").Should().BeApproximately(top.Count(p => p >= threshold) / 400.0, 1e-9);
        report.WriteHtml(folder["page.html"]);
        File.ReadAllText(folder["page.html"]).Should().ContainAll("never below the least sure held-out input",
            "about as often as not, or oftener", "for the best of several rows");
    }

    [Fact]
    public void The_rule_of_the_sets_tells_of_inputs_that_no_class_reaches()
    {
        using var scope = NewDisposeScope();
        using var folder = new TemporaryFolder();
        TrustReport report = Of(new TrustOptions { Coverage = 1e-7 });
        double least = report.Value("sets", "LAC", "least_probability");
        double[] top = cat([GivenLogits.Batch(3, 200).Input, GivenLogits.Batch(4, 200).Input]).softmax(1).amax([1]).Numbers();
        double unreached = top.Count(p => p < least) / 400.0;
        unreached.Should().BeGreaterThan(0.9, "the surest held-out answer that is right is the threshold");
        report.Value("sets", "LAC", "unreached").Should().Be(unreached);
        report.Value("sets", "LAC", "single").Should().Be(1);
        report.WriteHtml(folder["page.html"]);
        File.ReadAllText(folder["page.html"]).Should().Contain("as the classifier gives it and not at the temperature")
            .And.Contain(FormattableString.Invariant($"which is so for {100 * unreached:0.0} % of the test inputs"))
            .And.Contain("a probability of at least 1E-05 %");
        Of(new TrustOptions { Coverage = 0.999 }).WriteHtml(folder["few.html"]);
        File.ReadAllText(folder["few.html"]).Should().Contain("every class is in every set", "300 cannot tell one in a thousand");
    }

    [Fact]
    public void Classes_of_one_name_stay_apart_and_a_class_without_one_has_its_number()
    {
        using var scope = NewDisposeScope();
        using var folder = new TemporaryFolder();
        TrustReport report = Of(new TrustOptions { Classes = ["crane", "crane", " "] }), numbered = Of();
        report.Value("sets", "LAC", "worst_class_coverage").Should().Be(numbered.Value("sets", "LAC", "worst_class_coverage"));
        report.WriteHtml(folder["page.html"]);
        string page = File.ReadAllText(folder["page.html"]);
        page.Split(">crane<").Should().HaveCount(3);
        page.Should().Contain(">class 2<");
    }

    [Fact]
    public void Foreign_inputs_are_ranked_against_the_test()
    {
        using var scope = NewDisposeScope();
        // Logits of 0 are the most doubtful there are.
        TrustReport report = Of(new TrustOptions { Foreign = [zeros(50, GivenLogits.Classes)] });
        report.Value("foreign", "entropy", "auroc").Should().Be(1);
        report.Value("foreign", "probability", "flagged").Should().Be(1);
        report.Numbers.Should().NotContain(number => number.Subject == "mutual-information", "one pass has none");
        TrustReport alike = Of(new TrustOptions { Foreign = [GivenLogits.Batch(3, 200).Input, GivenLogits.Batch(4, 200).Input] });
        alike.Value("foreign", "entropy", "auroc").Should().BeApproximately(0.5, 1e-9, "they are the test's own");
        alike.Value("foreign", "entropy", "flagged").Should().BeApproximately(0.05, 1e-9);
    }

    [Fact]
    public void Worse_inputs_are_answered_worse()
    {
        using var scope = NewDisposeScope();
        TrustReport report = Of(test: 2000);
        report.Value("shifts", "noise-2", "accuracy").Should().BeLessThan(report.Value("shifts", "none", "accuracy"));
        report.Numbers.Where(n => n.Part == "shifts").Select(n => n.Subject).Distinct().Should().Equal(["none", "noise-1", "noise-2"],
            "rows of numbers are no pictures");
    }

    [Fact]
    public void Few_held_out_inputs_leave_the_certainty_out_and_say_so()
    {
        using var scope = NewDisposeScope();
        TrustReport report = Of(heldOut: 40);
        report.Certainty.Should().BeNull();
        report.Numbers.Should().NotContain(number => number.Subject == "certainty");
        using var folder = new TemporaryFolder();
        report.WriteHtml(folder["page.html"]);
        File.ReadAllText(folder["page.html"]).Should().ContainAll("There is no certainty: the 20 held-out inputs of its half are too few",
            "at least 100 in all", "The temperature is fitted on 20 held-out inputs, and thresholds and sets are chosen on 20");
        Of().WriteHtml(folder["enough.html"]);
        File.ReadAllText(folder["enough.html"]).Should().NotContain("too few");
    }

    [Fact]
    public void Answers_that_are_all_right_leave_the_certainty_out_and_say_how_many()
    {
        using var scope = NewDisposeScope();
        using var folder = new TemporaryFolder();
        (Tensor, Tensor) sure = (tensor(new[] { 4f, 0, 0 }).repeat(150, 1), zeros(150, dtype: ScalarType.Int64));
        Trust.Of(new GivenLogits(), [sure], [sure], cancel: TestContext.Current.CancellationToken).WriteHtml(folder["page.html"]);
        File.ReadAllText(folder["page.html"]).Should().ContainAll("There is no certainty: 75 of the 75 held-out inputs", "give harder inputs");
    }

    [Fact]
    public void The_same_seed_gives_the_same_numbers()
    {
        using var scope = NewDisposeScope();
        Of().Numbers.Should().Equal(Of().Numbers);
        Of(new TrustOptions { Seed = 2 }).Value("answers", "test", "temperature").Should().NotBe(Of().Value("answers", "test", "temperature"));
    }

    [Fact]
    public void No_tensor_stays()
    {
        using (NewDisposeScope()) Of();
        long before = Tensors.Live;
        using (NewDisposeScope()) Of();
        Tensors.Live.Should().Be(before);
    }

    [Fact]
    public void A_number_that_there_is_not_is_a_mistake()
    {
        using var scope = NewDisposeScope();
        TrustReport report = Of();
        FluentActions.Invoking(() => report.Value("answers", "test", "beauty")).Should().Throw<UcamException>().WithMessage("*answers, test, beauty*");
    }
}
