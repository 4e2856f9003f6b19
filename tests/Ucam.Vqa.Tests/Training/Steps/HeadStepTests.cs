using Ucam.Uncertainty;
using Ucam.Uncertainty.Losses;
using Ucam.Vqa.Models.Heads;
using Ucam.Vqa.Training.Recipes;
using Ucam.Vqa.Training.Steps;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Ucam.Vqa.Tests.Training.Steps;

[Collection(GlobalRandomState.Name)]
public class HeadStepTests
{
    private static readonly long[][] Questions = [[2, 3, 4], [5, 2], [7], [3, 4, 8, 2]];

    private static QuestionBatch Batch =>
        new(SmallModels.Ids(Questions), SmallModels.Lengths(Questions), Tensors.Normal(7, 4, SmallModels.Answers).mul(2).softmax(1));

    private static (double Loss, Dictionary<string, double[]> Gradients, CertaintyStatistics? Statistics) Run(HeadRecipe recipe)
    {
        using var scope = NewDisposeScope();
        manual_seed(3);
        using var head = SmallModels.Head();
        using var variance = new VarianceHead(SmallModels.Answers);
        using var step = new HeadStep(head, variance, recipe);
        using Generator dropout = new(1), noise = new(2);
        StepResult result = step.Backward(SmallModels.Features(1, 4), Batch, dropout, noise, 1);
        var gradients = new (string Prefix, Module Module)[] { ("head.", head), ("variance.", variance) }
            .SelectMany(m => m.Module.named_parameters().Select(p => (Name: m.Prefix + p.name, p.parameter)))
            .Where(p => p.parameter.grad is not null).ToDictionary(p => p.Name, p => p.parameter.grad!.Numbers());
        return (result.Loss.item<float>(), gradients, step.TakeStatistics());
    }

    private static HeadRecipe With(LossKind loss, GradientCertaintyOptions? certainty = null) =>
        new() { Loss = loss, Uncertainty = new AleatoricLossOptions { Samples = 6 }, PredictivePasses = 3, Certainty = certainty };

    [Fact]
    public void The_loss_is_cross_entropy_alone_or_with_the_uncertainty_loss()
    {
        using var scope = NewDisposeScope();
        manual_seed(3);
        using var head = SmallModels.Head();
        using var variance = new VarianceHead(SmallModels.Answers);
        using Generator dropout = new(1), noise = new(2);
        QuestionBatch batch = Batch;
        (Tensor logits, _) = head.Answer(SmallModels.Features(1, 4), batch.Ids, batch.Lengths, dropout);
        float plain = SoftCrossEntropy.PerSample(logits, batch.Targets).mean().item<float>();
        using AleatoricTerms terms =
            AleatoricLoss.Compute(logits, variance.call(logits), batch.Targets, new AleatoricLossOptions { Samples = 6 }, noise);
        Run(With(LossKind.CrossEntropy)).Loss.Should().BeApproximately(plain, 1e-6);
        Run(With(LossKind.Aleatoric)).Loss.Should().BeApproximately(plain + terms.Uncertainty().item<float>(), 1e-5);
    }

    [Fact]
    public void Only_a_loss_with_uncertainty_trains_the_variance_head()
    {
        Run(With(LossKind.CrossEntropy)).Gradients.Keys.Should().NotContain(name => name.StartsWith("variance."));
        foreach (LossKind kind in new[] { LossKind.Aleatoric, LossKind.Predictive })
            Run(With(kind)).Gradients.Where(g => g.Key.StartsWith("variance.")).Should().NotBeEmpty().And.OnlyContain(g => g.Value.Any(v => v != 0));
    }

    [Fact]
    public void The_predictive_loss_is_the_aleatoric_one_with_the_variance_of_its_passes()
    {
        Run(With(LossKind.Predictive)).Loss.Should().BeGreaterThan(Run(With(LossKind.CrossEntropy)).Loss);
        Run(With(LossKind.Predictive)).Loss.Should().NotBe(Run(With(LossKind.Aleatoric)).Loss);
    }

    [Theory]
    [InlineData(nameof(LossKind.Aleatoric))]
    [InlineData(nameof(LossKind.Predictive))]
    public void Certainty_changes_the_gradients_below_the_attention_and_no_others(string kindName)
    {
        var kind = Enum.Parse<LossKind>(kindName);
        var plain = Run(With(kind));
        var masked = Run(With(kind, new GradientCertaintyOptions()));
        masked.Loss.Should().Be(plain.Loss);
        foreach (string above in new[] { "head._answers.weight", "head._hidden.weight" })
            masked.Gradients[above].ShouldBeNear(plain.Gradients[above], 1e-6);
        masked.Gradients["head._imageProjection.weight"].Should().NotEqual(plain.Gradients["head._imageProjection.weight"]);
        plain.Statistics.Should().BeNull();
        masked.Statistics!.Samples.Should().Be(4);
    }

    /// <summary>The step cuts the graph where the passes part; here the same losses go back in one piece.</summary>
    [Theory]
    [InlineData(nameof(CertaintyDoubt.UncertaintyLoss))]
    [InlineData(nameof(CertaintyDoubt.Entropy))]
    [InlineData(nameof(CertaintyDoubt.AnswerLoss))]
    public void The_predictive_step_has_the_gradients_of_its_two_losses_in_one_graph(string doubtName)
    {
        var doubt = Enum.Parse<CertaintyDoubt>(doubtName);
        using var scope = NewDisposeScope();
        manual_seed(3);
        using var head = SmallModels.Head();
        using var variance = new VarianceHead(SmallModels.Answers);
        var options = new GradientCertaintyOptions { Combine = CertaintyCombine.ActivationWeighted };
        HeadRecipe recipe = With(LossKind.Predictive, options) with { CertaintyDoubt = doubt };
        using var certainty = new GradientCertainty(options);
        using Generator dropout = new(1), noise = new(2);
        QuestionBatch batch = Batch;
        Glimpse glimpse = head.Look(SmallModels.Features(1, 4), batch.Ids, batch.Lengths, dropout);
        Tensor all = head.ClassifyPasses(head.Gather(glimpse with { Attention = certainty.Mark(glimpse.Attention) }), 4, dropout);
        Tensor answer = SoftCrossEntropy.PerSample(all[0], batch.Targets).mean(), passes = all.narrow(0, 1, 3);
        Tensor uncertainty = PredictiveLoss.Compute(passes, variance.call(passes), batch.Targets, recipe.Uncertainty, noise).Uncertainty();
        Tensor? masking = doubt switch
        { CertaintyDoubt.Entropy => Nats.EntropyOfLogits(all[0]).mean(), CertaintyDoubt.AnswerLoss => answer, _ => null };
        certainty.Backward(answer, uncertainty, variance.call(all[0]), masking);
        var step = Run(recipe);
        step.Loss.Should().BeApproximately((answer + uncertainty).item<float>(), 1e-5);
        foreach ((string name, Tensor parameter) in head.named_parameters().Where(p => p.parameter.grad is not null))
            step.Gradients["head." + name].ShouldBeNear(parameter.grad!.Numbers(), 1e-5);
        CertaintyStatistics expected = certainty.TakeEpochStatistics();
        step.Statistics!.EmptyShare.Should().Be(expected.EmptyShare);
        step.Statistics.Cosine.Should().BeApproximately(expected.Cosine, 1e-4);
    }

    [Fact]
    public void Repeated_passes_add_the_mean_of_their_losses()
    {
        using var scope = NewDisposeScope();
        manual_seed(3);
        using var head = SmallModels.Head();
        using Generator dropout = new(1);
        QuestionBatch batch = Batch;
        Glimpse glimpse = head.Look(SmallModels.Features(1, 4), batch.Ids, batch.Lengths, dropout);
        Tensor gathered = head.Gather(glimpse);
        Tensor passes = head.ClassifyPasses(gathered, 4, dropout);
        double Loss(int pass) => SoftCrossEntropy.PerSample(passes[pass], batch.Targets).mean().item<float>();
        double first = Loss(0), further = (Loss(1) + Loss(2) + Loss(3)) / 3;
        var repeated = Run(With(LossKind.Repeated));
        repeated.Loss.Should().BeApproximately(first + further, 1e-5);
        repeated.Gradients.Keys.Should().NotContain(name => name.StartsWith("variance."));
    }

    [Fact]
    public void The_entropy_can_stand_for_the_doubt()
    {
        var published = Run(With(LossKind.Predictive, new GradientCertaintyOptions()));
        var entropy = Run(With(LossKind.Predictive, new GradientCertaintyOptions()) with { CertaintyDoubt = CertaintyDoubt.Entropy });
        entropy.Loss.Should().Be(published.Loss);
        entropy.Statistics!.Cosine.Should().NotBe(published.Statistics!.Cosine);
        entropy.Gradients["head._answers.weight"].ShouldBeNear(published.Gradients["head._answers.weight"], 1e-6);
    }

    [Fact]
    public void The_loss_of_the_answer_can_make_the_mask_as_a_control()
    {
        GradientCertaintyOptions weighted = new() { Combine = CertaintyCombine.ActivationWeighted };
        var published = Run(With(LossKind.Predictive, weighted));
        var control = Run(With(LossKind.Predictive, weighted) with { CertaintyDoubt = CertaintyDoubt.AnswerLoss });
        control.Loss.Should().Be(published.Loss);
        control.Statistics!.Cosine.Should().BeApproximately(1, 1e-5);
        control.Gradients["head._answers.weight"].ShouldBeNear(published.Gradients["head._answers.weight"], 1e-6);
        control.Gradients.Should().Contain(g => !g.Value.SequenceEqual(published.Gradients[g.Key]), "what lies below the mark is weighed otherwise");
        Run(With(LossKind.Predictive, new GradientCertaintyOptions()) with { CertaintyDoubt = CertaintyDoubt.AnswerLoss }).Statistics!.EmptyShare
            .Should().Be(1);
    }

    [Fact]
    public void Certainty_of_no_strength_is_the_plain_step()
    {
        var plain = Run(With(LossKind.Aleatoric));
        var masked = Run(With(LossKind.Aleatoric, new GradientCertaintyOptions { ScaleInPositions = 0 }));
        foreach ((string name, double[] gradient) in plain.Gradients) masked.Gradients[name].ShouldBeNear(gradient, 1e-6);
    }

    [Theory]
    [InlineData(nameof(LossKind.CrossEntropy), false)]
    [InlineData(nameof(LossKind.Aleatoric), false)]
    [InlineData(nameof(LossKind.Aleatoric), true)]
    [InlineData(nameof(LossKind.Predictive), true)]
    public void A_step_leaves_only_its_results_behind(string kindName, bool certainty)
    {
        var kind = Enum.Parse<LossKind>(kindName);
        using var scope = NewDisposeScope();
        using var head = SmallModels.Head();
        using var variance = new VarianceHead(SmallModels.Answers);
        using var step = new HeadStep(head, variance, With(kind, certainty ? new GradientCertaintyOptions() : null));
        using Generator dropout = new(1), noise = new(2);
        Tensor features = SmallModels.Features(1, 4);
        QuestionBatch batch = Batch;
        void Once()
        {
            using var inner = NewDisposeScope();
            head.zero_grad();
            variance.zero_grad();
            step.Backward(features, batch, dropout, noise, 0.5);
        }
        Once();
        long before = Tensors.Live;
        for (int i = 0; i < 5; i++) Once();
        Tensors.Live.Should().Be(before);
    }

    [Fact]
    public void Certainty_without_an_uncertainty_loss_is_refused()
    {
        var check = () => Settings.Check(new Recipe { Name = "a", Training = With(LossKind.CrossEntropy, new GradientCertaintyOptions()) });
        check.Should().Throw<UcamException>().WithMessage("Training.Certainty needs*Training.Loss to Aleatoric or Predictive.")
            .Which.Field.Should().Be("Training.Certainty");
    }
}
