using TorchSharp.Modules;
using Ucam.Uncertainty;
using Ucam.Uncertainty.Estimators;
using Ucam.Uncertainty.Losses;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Ucam.Tests.Uncertainty;

/// <summary>What is missing or out of range is named where it is given, not where it is used.</summary>
public class WrongArgumentsTests
{
    private static readonly Func<Tensor, Tensor> Same = x => x;
    private static readonly (Tensor Input, Tensor Target)[] NoBatches = [];

    private static void Missing(params (string Name, Action Act)[] calls)
    {
        foreach ((string name, Action act) in calls) act.Should().Throw<ArgumentNullException>(name).Which.ParamName.Should().Be(name);
    }

    private static void Refused(params (string Field, Action Act)[] calls)
    {
        foreach ((string field, Action act) in calls) act.Should().Throw<UcamException>(field).Which.Field.Should().Be(field);
    }

    [Fact]
    public void What_an_estimator_is_made_of_may_not_be_missing()
    {
        using var scope = NewDisposeScope();
        using var noise = new Generator(1);
        using Linear last = Linear(2, 3);
        Missing(
            ("network", () => _ = new MaximumSoftmax((Func<Tensor, Tensor>)null!)),
            ("network", () => _ = new MaximumSoftmax((Module<Tensor, Tensor>)null!)),
            ("network", () => _ = new SoftmaxEntropy((Func<Tensor, Tensor>)null!)), ("network", () => _ = new Energy((Func<Tensor, Tensor>)null!)),
            ("network", () => _ = new Evidential((Func<Tensor, Tensor>)null!)),
            ("network", () => _ = new TemperatureScaled((Func<Tensor, Tensor>)null!, 1)),
            ("network", () => TemperatureScaled.Fit((Func<Tensor, Tensor>)null!, NoBatches)), ("heldOut", () => TemperatureScaled.Fit(Same, null!)),
            ("members", () => _ = new DeepEnsemble((IReadOnlyList<Func<Tensor, Tensor>>)null!)),
            ("network", () => _ = new MonteCarloDropout(null!, noise)), ("dropout", () => _ = new MonteCarloDropout(last, null!)),
            ("features", () => LastLayerLaplace.Fit(null!, last, [])), ("last", () => LastLayerLaplace.Fit(Same, null!, [])),
            ("training", () => LastLayerLaplace.Fit(Same, last, null!)), ("create", () => UncertaintyEstimators.Add("mine", null!)),
            ("setup", () => UncertaintyEstimators.Create("energy", null!)));
    }

    [Fact]
    public void What_an_estimator_is_asked_may_not_be_missing()
    {
        using var scope = NewDisposeScope();
        using var noise = new Generator(1);
        using Linear last = Linear(2, 3);
        using LastLayerLaplace laplace = LastLayerLaplace.Fit(Same, last, [ones(4, 2)]);
        Missing(
            ("input", () => new Energy(Same).Estimate(null!)), ("input", () => new MonteCarloDropout(last, noise).Estimate(null!)),
            ("input", () => laplace.Estimate(null!)), ("heldOut", () => laplace.ChoosePriorPrecision(null!)),
            ("noise", () => laplace.DrawLayers(1, null!)), ("target", () => Targets.Soft(null!, ones(2, 3))));
        FluentActions.Invoking(() => laplace.DrawLayers(0, noise)).Should().Throw<ArgumentOutOfRangeException>().Which.ParamName.Should().Be("count");
    }

    [Fact]
    public void What_a_loss_is_made_of_may_not_be_missing()
    {
        using var scope = NewDisposeScope();
        using var noise = new Generator(1);
        Tensor logits = ones(2, 3), variance = ones(2, 1);
        Missing(
            ("logits", () => AleatoricLoss.Compute(null!, variance, logits, noise)),
            ("target", () => AleatoricLoss.Compute(logits, variance, null!, noise)),
            ("noise", () => AleatoricLoss.Compute(logits, variance, logits, (Generator)null!)),
            ("options", () => AleatoricLoss.Compute(logits, variance, logits, (AleatoricLossOptions)null!, noise)),
            ("passLogits", () => PredictiveLoss.Compute(null!, variance, logits, noise)),
            ("logits", () => EvidentialLoss.PerSample(null!, logits, 1)), ("target", () => EvidentialLoss.PerSample(logits, null!, 1)));
    }

    [Fact]
    public void What_is_out_of_range_is_named()
    {
        using var scope = NewDisposeScope();
        using var noise = new Generator(1);
        using Linear last = Linear(2, 3);
        using LastLayerLaplace laplace = LastLayerLaplace.Fit(Same, last, [ones(4, 2)]);
        (Tensor, Tensor)[] held = [(ones(2, 2), tensor(new long[] { 0, 1 }))];
        Refused(
            ("temperature", () => _ = new Energy(Same, 0)), ("temperature", () => _ = new TemperatureScaled(Same, double.NaN)),
            ("heldOut", () => TemperatureScaled.Fit(Same, NoBatches)), ("members", () => _ = new DeepEnsemble(Array.Empty<Func<Tensor, Tensor>>())),
            ("name", () => UncertaintyEstimators.Create("guess", new EstimatorSetup { Network = last })),
            ("Passes", () => _ = new MonteCarloDropout(last, noise, new MonteCarloDropoutOptions { Passes = 0 })),
            ("training", () => LastLayerLaplace.Fit(Same, last, [])),
            ("noise", () => LastLayerLaplace.Fit(Same, last, [ones(4, 2)], new LaplaceOptions { Predictive = LaplacePredictive.Sampling })),
            ("heldOut", () => laplace.ChoosePriorPrecision(NoBatches)), ("grid", () => laplace.ChoosePriorPrecision(held, [])),
            ("PriorPrecision", () => laplace.ChoosePriorPrecision(held, [1, 0])),
            ("target", () => Targets.Soft(tensor(new long[] { 0, 3 }), ones(2, 3))),
            ("divergenceWeight", () => EvidentialLoss.PerSample(ones(2, 3), ones(2, 3), -1)),
            ("risk", () => EvidentialLoss.PerSample(ones(2, 3), ones(2, 3), 1, (EvidentialRisk)9)),
            ("passLogits", () => PredictiveVariance.Of(ones(2, 3), ones(2, 1))), ("a", () => TensorCheck.Matrix(ones(2), "a")),
            ("b", () => TensorCheck.Shape(ones(2), "b", [3])), ("c", () => TensorCheck.NotNegative(ones(2) * -1, "c")),
            ("d", () => TensorCheck.Finite(ones(2) / 0, "d")));
    }

    [Fact]
    public void A_target_that_is_no_class_is_told_which_there_are() =>
        FluentActions.Invoking(() => Targets.Soft(tensor(new long[] { 0, 3 }), ones(2, 3)))
            .Should().Throw<UcamException>().WithMessage("*3 classes; give numbers from 0 to 2.");

    [Fact]
    public void A_column_of_shares_is_for_two_classes_alone()
    {
        using var scope = NewDisposeScope();
        Tensor column = tensor(new[] { 0.25, 1 }, [2, 1]);
        Targets.Soft(column, ones(2, 2)).Numbers().Should().Equal(0.75, 0.25, 0, 1);
        foreach (Tensor logits in new[] { ones(2, 3), ones(2, 4) })
            FluentActions.Invoking(() => Targets.Soft(column, logits)).Should().Throw<UcamException>().WithMessage("target has shape (2,1)*");
        foreach (Tensor target in new[] { ones(2, 3), ones(2, 1, 1) })
            FluentActions.Invoking(() => Targets.Soft(target, ones(2, 2))).Should().Throw<UcamException>().WithMessage("target has shape (2,*");
    }
}
