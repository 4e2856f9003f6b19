using Ucam.Certainty.Estimation;
using Ucam.Certainty.Signals;
using Ucam.Vqa.Models;
using static TorchSharp.torch;

namespace Ucam.Vqa.Tests;

/// <summary>Answers of a model that carries a certainty estimator, and of one that does not.</summary>
public sealed class CertainAnswersTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly VqaModel _model;

    public CertainAnswersTests()
    {
        using (VqaNetwork network = SmallModels.Network())
        {
            network.Certainty = Estimator();
            Checkpoint.Save(network, _folder["m.safetensors"], "{}");
        }
        _model = VqaModel.Load(_folder["m.safetensors"]);
    }

    public void Dispose()
    {
        _model.Dispose();
        _folder.Dispose();
    }

    // Right where the margin is large and the picture usual.
    private static CertaintyEstimator Estimator()
    {
        var random = new Random(1);
        (double Margin, double Gain, double Distance)[] rows =
            [.. Enumerable.Range(0, 400).Select(_ => (random.NextDouble(), random.NextDouble(), random.NextDouble() * 40))];
        return CertaintyEstimator.Fit(new HeldOut(
            new SignalTable(["margin", "evidence-for", "unfamiliarity"], [.. rows.SelectMany(r => new[] { r.Margin, r.Gain, r.Distance })]),
            [.. rows.Select(r => r.Distance < 20 && random.NextDouble() < 0.3 + 0.6 * r.Margin ? 1.0 : 0)], [.. rows.Select((_, i) => (long)i)])
        { Kinds = [.. rows.Select(r => r.Distance < 20 ? AnswerKind.Clean : AnswerKind.Strange)] }, seed: 1);
    }

    [Fact]
    public void An_answer_says_how_likely_it_is_right_and_why()
    {
        Answer answer = _model.Ask(Pictures.Noise(40, 56, 1), ServedModel.Question);
        answer.Certainty.IsKnown.Should().BeTrue();
        answer.Certainty.Probability.Should().BeInRange(0, 1);
        answer.Certainty.Reasons.Select(r => r.Signal).Should().BeEquivalentTo("margin", "evidence-for", "unfamiliarity");
        answer.Certainty.Because.Should().NotBeEmpty();
        double margin = answer.Candidates[0].Probability - answer.Candidates[1].Probability;
        answer.Certainty.Reasons.Single(r => r.Signal == "margin").Value.Should().BeApproximately(margin, 1e-6);
    }

    [Fact]
    public void The_answer_itself_is_that_of_the_model_without_an_estimator()
    {
        using var served = new ServedModel();
        Picture picture = Pictures.Noise(40, 56, 1);
        using VqaModel plain = VqaModel.Load(_folder["m.safetensors"]);
        Answer with = plain.Ask(picture, ServedModel.Question);
        plain.Network.Certainty = null;
        Answer without = plain.Ask(picture, ServedModel.Question);
        ServedModel.All(with).Should().Equal(ServedModel.All(without));
        without.Certainty.IsKnown.Should().BeFalse();
        without.Certainty.Because.Should().Contain("carries no certainty estimator").And.Contain("ucam calibrate");
    }

    [Theory, MemberData(nameof(SmallModels.Methods), MemberType = typeof(SmallModels))]
    public void A_judged_answer_has_the_maps_that_it_has_without_judgement(string method)
    {
        VqaConfig config = SmallModels.Config;
        using (VqaNetwork network = SmallModels.Network(config with { Model = config.Model with { Method = method } }))
        {
            network.Certainty = Estimator();
            Checkpoint.Save(network, _folder["method.safetensors"], "{}");
        }
        using VqaModel model = VqaModel.Load(_folder["method.safetensors"]);
        var options = new AskOptions { Maps = [MapKind.Certainty, MapKind.CounterEvidence, MapKind.Doubt] };
        Answer judged = model.Ask(Pictures.Noise(40, 56, 1), ServedModel.Question, options);
        judged.Certainty.IsKnown.Should().BeTrue();
        model.Network.Certainty = null;
        Answer plain = model.Ask(Pictures.Noise(40, 56, 1), ServedModel.Question, options);
        foreach (MapKind kind in options.Maps)
            judged.Map(kind).Values.Cast<float>().Should().Equal(plain.Map(kind).Values.Cast<float>(), kind.ToString());
        judged.Map(MapKind.Certainty).Values.Cast<float>().Max().Should().BePositive();
    }

    [Fact]
    public void Nothing_is_claimed_of_a_picture_of_another_kind_altogether()
    {
        using VqaNetwork network = Checkpoint.Load(_folder["m.safetensors"]);
        using (var scope = NewDisposeScope())
        {
            network.Familiarity!.Dispose();
            Tensor near = Tensors.Normal(1, 60, 2 * SmallModels.Channels) * 1e-3;
            network.Familiarity = Ucam.Vqa.Models.FamiliarityDetector.Fit(near, near);
        }
        Checkpoint.Save(network, _folder["far.safetensors"], "{}");
        using VqaModel model = VqaModel.Load(_folder["far.safetensors"]);
        Answer answer = model.Ask(Pictures.Noise(40, 56, 1), ServedModel.Question);
        answer.Certainty.IsKnown.Should().BeFalse();
        answer.Certainty.Because.Should().Contain("of another kind");
        answer.Familiarity.Note.Should().Contain("unlike anything");
    }

    [Theory]
    [InlineData(0, McMode.Head, "at least 10 dropout passes")]
    [InlineData(9, McMode.Head, "at least 10 dropout passes")]
    [InlineData(20, McMode.Full, "passes of the head")]
    public void Passes_that_it_was_not_fitted_on_give_a_reason_in_place_of_a_number(int passes, McMode mode, string told)
    {
        Answer answer = _model.Ask(Pictures.Noise(40, 56, 1), ServedModel.Question, new AskOptions { Passes = passes, Mode = mode });
        double.IsNaN(answer.Certainty.Probability).Should().BeTrue();
        answer.Certainty.Because.Should().Contain(told);
    }

    [Fact]
    public void Evaluation_judges_every_answer()
    {
        using VqaNetwork network = Checkpoint.Load(_folder["m.safetensors"]);
        SceneSet set = new(new SceneSetOptions { Pictures = 4, Size = 32, QuestionsPerPicture = 3, Split = SceneSplit.Test });
        IReadOnlyList<QuestionResult> results = Evaluator.Run(network, set, new EvaluationOptions { Passes = 10 }, cancel: TestContext.Current.CancellationToken);
        results.Should().OnlyContain(r => r.Certainty != null && r.Certainty.IsKnown);
        Evaluator.Run(network, set, new EvaluationOptions { Passes = 9 }, cancel: TestContext.Current.CancellationToken)
            .Should().OnlyContain(r => r.Certainty == null);
    }

    [Fact]
    public void Asking_leaves_no_tensor_behind()
    {
        Picture picture = Pictures.Noise(40, 56, 1);
        _model.Ask(picture, ServedModel.Question);
        long before = Tensors.Live;
        for (int i = 0; i < 3; i++) _model.Ask(picture, ServedModel.Question);
        Tensors.Live.Should().Be(before);
    }

    [Fact]
    public void A_checkpoint_keeps_estimator_gazes_and_what_belongs_together()
    {
        using VqaNetwork network = Checkpoint.Load(_folder["m.safetensors"]);
        using var scope = NewDisposeScope();
        network.Gaze = FamiliarityDetector.Fit(Tensors.Normal(1, 30, 7), Tensors.Normal(2, 30, 7));
        network.Match = new MatchDetector(Tensors.Normal(3, 4, 9), Tensors.Normal(4, 4), Tensors.Normal(5, 4), Tensors.Normal(6, 1));
        Checkpoint.Save(network, _folder["again.safetensors"], "{}");
        using VqaNetwork read = Checkpoint.Load(_folder["again.safetensors"]);
        read.Match!.Tensors.Select(tensor => tensor.Numbers()).Should().BeEquivalentTo(network.Match.Tensors.Select(tensor => tensor.Numbers()));
        Checkpoint.SaveCertainty(_folder["m.safetensors"], read, _folder["third.safetensors"], "{}");
        using VqaNetwork third = Checkpoint.Load(_folder["third.safetensors"]);
        third.Match!.Inputs.Should().Be(9);
        Checkpoint.AreOfOneNetwork(_folder["m.safetensors"], _folder["third.safetensors"]).Should().BeTrue();
        read.Certainty!.ToJson().Should().Be(network.Certainty!.ToJson());
        read.Gaze!.Limit.Should().Be(network.Gaze.Limit);
        read.Gaze.Mean.Numbers().Should().Equal(network.Gaze.Mean.Numbers());
    }

    [Fact]
    public void A_gaze_of_another_width_is_refused_when_asked()
    {
        using (VqaNetwork network = Checkpoint.Load(_folder["m.safetensors"]))
        using (var scope = NewDisposeScope())
        {
            network.Gaze = FamiliarityDetector.Fit(Tensors.Normal(1, 30, 3), Tensors.Normal(2, 30, 3));
            Checkpoint.Save(network, _folder["wrong.safetensors"], "{}");
        }
        using VqaModel model = VqaModel.Load(_folder["wrong.safetensors"]);
        var ask = () => model.Ask(Pictures.Noise(40, 56, 1), ServedModel.Question);
        ask.Should().Throw<UcamException>().WithMessage("*damaged*3 numbers*");
    }

    [Fact]
    public void What_compares_other_numbers_than_are_gathered_is_refused_when_asked()
    {
        using (VqaNetwork network = Checkpoint.Load(_folder["m.safetensors"]))
        using (var scope = NewDisposeScope())
        {
            network.Match = new MatchDetector(Tensors.Normal(3, 4, 3), Tensors.Normal(4, 4), Tensors.Normal(5, 4), Tensors.Normal(6, 1));
            Checkpoint.Save(network, _folder["wrong.safetensors"], "{}");
        }
        using VqaModel model = VqaModel.Load(_folder["wrong.safetensors"]);
        var ask = () => model.Ask(Pictures.Noise(40, 56, 1), ServedModel.Question);
        ask.Should().Throw<UcamException>().WithMessage("*damaged*by 3 numbers*");
    }

    [Fact]
    public void An_estimator_whose_tensors_are_missing_is_refused()
    {
        using (VqaNetwork network = SmallModels.Network())
        {
            network.Familiarity!.Dispose();
            network.Familiarity = null;
            network.Certainty = Estimator();
            Checkpoint.Save(network, _folder["lacking.safetensors"], "{}");
        }
        var load = () => Checkpoint.Load(_folder["lacking.safetensors"]);
        load.Should().Throw<UcamException>().WithMessage("*lacking.safetensors*unfamiliarity*tensors are missing*");
    }
}
