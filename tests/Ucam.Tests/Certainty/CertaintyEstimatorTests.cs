using Ucam.Certainty.Estimation;
using Ucam.Uncertainty;
using static TorchSharp.torch;

namespace Ucam.Tests.Certainty;

public sealed class CertaintyEstimatorTests
{
    private static CertaintyInput Answers(int seed, int count)
    {
        Tensor p = (Tensors.Normal(seed, count, 4) * 2).softmax(1), entropy = Nats.Entropy(p);
        return new CertaintyInput(p, entropy, entropy * 0.8);
    }

    private static double[] Right(CertaintyInput answers, int seed)
    {
        var random = new Random(seed);
        return [.. answers.Probabilities.amax([1]).data<float>().Select(p => random.NextDouble() < p ? 1.0 : 0)];
    }

    private static CertaintyEstimator Fitted()
    {
        CertaintyInput answers = Answers(1, 800);
        return CertaintyEstimator.Fit([answers], Right(answers, 1));
    }

    [Fact]
    public void It_judges_each_answer_and_says_why()
    {
        using var scope = NewDisposeScope();
        CertaintyEstimator estimator = Fitted();
        CertaintyInput some = new(tensor(new[,] { { 0.97f, 0.01f, 0.01f, 0.01f }, { 0.3f, 0.29f, 0.21f, 0.2f } }), tensor(new[] { 0.17f, 1.37f }),
            tensor(new[] { 0.13f, 1.1f }));
        IReadOnlyList<AnswerCertainty> judged = estimator.Judge(some);
        judged[0].Probability.Should().BeGreaterThan(0.85).And.BeGreaterThan(judged[1].Probability);
        judged[1].Probability.Should().BeLessThan(0.6);
        judged[0].IsKnown.Should().BeTrue();
        foreach (AnswerCertainty each in judged)
        {
            double odds = estimator.State.Model.Intercept + each.Reasons.Sum(r => r.LogOdds);
            each.Probability.Should().BeApproximately(1 / (1 + Math.Exp(-odds)), 1e-12, "the reasons add up to the probability");
            each.Reasons.Select(r => Math.Abs(r.LogOdds)).Should().BeInDescendingOrder();
            each.Because.Should().NotBeEmpty().And.NotEndWith(".");
            each.Worth.Should().MatchRegex("^[0-9]+ of 100 answers called so were right on held-out questions$");
        }
        judged[1].Because.Should().Contain(judged[1].Reasons.First(r => r.LogOdds < 0).Text);
    }

    [Fact]
    public void The_same_logits_at_twice_the_passes_do_not_move_it()
    {
        using var scope = NewDisposeScope();
        CertaintyEstimator estimator = Fitted();
        Tensor passes = Tensors.Normal(3, 6, 20, 4) * 2;
        AnswerCertainty[] Judged(Tensor logits)
        {
            using var statistics = new PassStatistics();
            statistics.Add(logits);
            (Tensor mean, Tensor predictive, Tensor expected) = statistics.Finish();
            return [.. estimator.Judge(new CertaintyInput(mean, predictive, expected))];
        }
        AnswerCertainty[] once = Judged(passes), twice = Judged(cat([passes, passes]));
        for (int i = 0; i < once.Length; i++) twice[i].Probability.Should().BeApproximately(once[i].Probability, 1e-4);
    }

    [Fact]
    public void It_comes_back_from_JSON_the_same_and_is_small()
    {
        using var scope = NewDisposeScope();
        CertaintyEstimator estimator = Fitted(), read = CertaintyEstimator.FromJson(estimator.ToJson());
        CertaintyInput others = Answers(5, 50);
        read.Judge(others).Select(c => c.Probability).Should().Equal(estimator.Judge(others).Select(c => c.Probability));
        read.Signals.Should().Equal(estimator.Signals);
        estimator.ToJson().Length.Should().BeLessThan(20_000);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("null")]
    [InlineData("[1]")]
    [InlineData("{\"model\":{\"intercept\":0,\"shapes\":[]},\"bands\":[],\"answers\":1,\"average\":0.5,\"penalty\":1}")]
    public void Damaged_JSON_is_refused_in_one_line(string json)
    {
        var read = () => CertaintyEstimator.FromJson(json);
        read.Should().Throw<UcamException>().Which.Message.Should().Contain("damaged").And.NotContain("\n");
    }

    [Fact]
    public void Shapes_that_make_no_sense_are_refused()
    {
        using var scope = NewDisposeScope();
        CertaintyState state = Fitted().State;
        foreach (Shape wrong in new Shape[]
        {
            new("margin", [1, 1], [0, 0]), new("margin", [0, 1], [0]), new("margin", [], []), new("margin", [0, 1], [0, double.NaN]),
            new("margin", [0, 1], [0, double.PositiveInfinity]), new("margin", [0, 1], [0, 2e6]),
        })
        {
            string json = new CertaintyEstimator(state with { Model = state.Model with { Shapes = [wrong] } }).ToJson();
            var read = () => CertaintyEstimator.FromJson(json);
            read.Should().Throw<UcamException>().WithMessage("*margin*no sense*");
        }
    }

    [Fact]
    public void Values_that_no_fit_gives_are_refused()
    {
        using var scope = NewDisposeScope();
        CertaintyState state = Fitted().State;
        Band[] With(int band, Func<Band, Band> change) => [.. state.Bands.Select((each, b) => b == band ? change(each) : each)];
        foreach (CertaintyState wrong in new[]
        {
            state with { Model = state.Model with { Intercept = double.PositiveInfinity } },
            state with { Model = state.Model with { Intercept = -1e7 } },
            state with { Model = state.Model with { Shapes = [.. state.Model.Shapes, state.Model.Shapes[0]] } },
            state with { Bands = With(1, band => band with { From = 1.9 }) },
            state with { Bands = With(3, band => band with { From = -0.1 }) },
            state with { Bands = With(3, band => band with { Right = 1.1 }) },
            state with { Bands = With(3, band => band with { Answers = -1 }) },
            state with { Answers = -1 },
            state with { Average = 2 },
            state with { Penalty = double.NaN },
        })
        {
            string json = new CertaintyEstimator(wrong).ToJson();
            var read = () => CertaintyEstimator.FromJson(json);
            read.Should().Throw<UcamException>().WithMessage("*damaged*").Which.Message.Should().MatchRegex("no sense|twice");
        }
    }

    [Fact]
    public void A_signal_that_there_is_not_any_more_is_named()
    {
        using var scope = NewDisposeScope();
        string json = Fitted().ToJson().Replace("\"margin\"", "\"gone\"", StringComparison.Ordinal);
        var read = () => CertaintyEstimator.FromJson(json);
        read.Should().Throw<UcamException>().WithMessage("*'gone'*add it*");
    }

    [Fact]
    public void Answers_that_lack_a_signal_are_refused()
    {
        using var scope = NewDisposeScope();
        CertaintyInput answers = Answers(1, 200) with { Blind = Tensors.Normal(9, 200, 4).softmax(1) };
        CertaintyEstimator estimator = CertaintyEstimator.Fit([answers], Right(answers, 2));
        var judge = () => estimator.Judge(Answers(2, 3));
        judge.Should().Throw<UcamException>().WithMessage("*lack picture-gain, blind-probability, blind-entropy*");
    }

    [Fact]
    public void As_many_values_as_answers_are_needed()
    {
        using var scope = NewDisposeScope();
        var fit = () => CertaintyEstimator.Fit([Answers(1, 60)], new double[59]);
        fit.Should().Throw<UcamException>().WithMessage("*60 answers and 59 values*");
        var none = () => CertaintyEstimator.Fit([], []);
        none.Should().Throw<UcamException>().WithMessage("*too few*");
    }

    [Fact]
    public void A_classifier_is_judged_from_its_passes_and_the_gradients_at_a_layer()
    {
        using Cnn cnn = SeededNets.Cnn();
        cnn.train();
        using Tensor held = SeededNets.Picture(7, 200), target = randint(0, 3, [200], generator: new Generator(1)), other = SeededNets.Picture(8, 5);
        CertaintyEstimator estimator = CertaintyEstimator.Fit(cnn, [(held, target)], "features.conv2");
        estimator.Signals.Should().Contain(["margin", "evidence-for", "evidence-doubt"]);
        using CertaintyInput answers = CertaintyInput.Of(cnn, other, "features.conv2");
        estimator.Judge(answers).Should().HaveCount(5).And.OnlyContain(c => c.IsKnown);
        cnn.training.Should().BeTrue("the classifier is left as it was");
    }

    [Fact]
    public void Fitting_and_judging_a_classifier_leaves_no_tensor_and_no_hook()
    {
        using Cnn cnn = SeededNets.Cnn();
        using Tensor held = SeededNets.Picture(7, 100), target = randint(0, 3, [100], generator: new Generator(1));
        using var scope = NewDisposeScope();
        CertaintyEstimator estimator = CertaintyEstimator.Fit(cnn, [(held, target)], "features.conv2");
        using (CertaintyInput answers = CertaintyInput.Of(cnn, held, "features.conv2")) estimator.Judge(answers);
        ((int)scope.DisposablesCount).Should().Be(0);
        HookCount.OfAll(cnn).Should().Be(0);
    }

    [Fact]
    public void A_reason_on_the_losing_side_that_is_stronger_than_all_others_is_told_too()
    {
        CertaintyReason[] reasons =
            [new("unfamiliarity", 1.2, -4, "the picture is strange"), new("margin", 0.9, 2, "the next is far behind"), new("probability", 0.9, 1, "it is probable")];
        AnswerCertainty.InWords(reasons, against: false).Should().Be("the next is far behind; though the picture is strange");
        AnswerCertainty.InWords(reasons, against: true).Should().Be("the picture is strange");
        AnswerCertainty.InWords(reasons[1..], against: false).Should().Be("the next is far behind; it is probable");
        AnswerCertainty.InWords([], against: true).Should().BeEmpty();
    }

    [Fact]
    public void What_is_not_known_says_why()
    {
        AnswerCertainty unknown = AnswerCertainty.Unknown("the model carries none");
        unknown.IsKnown.Should().BeFalse();
        unknown.ToString().Should().Be("not known how likely it is right: the model carries none");
        (unknown with { Probability = 0.999, Words = "sure" }).ToString().Should().Be("right with over 99 %: sure, because the model carries none");
        (unknown.Because, unknown.Worth, unknown.Words).Should().Be(("the model carries none", "", ""));
    }
}
