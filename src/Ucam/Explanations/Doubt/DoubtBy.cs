using Ucam.Explanations.Methods;
using static TorchSharp.torch;

namespace Ucam.Explanations.Doubt;

/// <summary>
/// A method that perturbs the input, on the entropy in place of the target: where covering lessens the doubt, it comes from there. With
/// several passes in the options it is the entropy of their mean distribution.
/// </summary>
internal sealed class DoubtBy(ExplanationMethod method) : ExplanationMethod
{
    /// <summary>Occlusion of the entropy.</summary>
    public static ExplanationEntry OcclusionEntry { get; } =
        Entry("Occlusion of the doubt", "Zeiler and Fergus, ECCV 2014, of the entropy", () => new Occlusion());

    /// <summary>RISE of the entropy.</summary>
    public static ExplanationEntry RiseEntry { get; } =
        Entry("RISE of the doubt", "Petsiuk et al., BMVC 2018, of the entropy", () => new Rise());

    /// <summary>Shapley values of the entropy.</summary>
    public static ExplanationEntry ShapleyEntry { get; } =
        Entry("Shapley values of the doubt", "Castro et al. 2009, of the entropy", () => new ShapleySampling());

    /// <inheritdoc/>
    public override string Name => method.Name + "-doubt";

    /// <inheritdoc/>
    public override bool Signed => method.Signed;

    /// <inheritdoc/>
    public override int Passes(ExplanationContext context) => method.Passes(context) + 1;

    /// <inheritdoc/>
    public override Tensor Explain(ExplanationContext context)
    {
        using ExplanationContext doubt = context.Again(ExplanationTarget.Predictive, context.Run.Thinning);
        doubt.Run.Progress = context.Run.Progress;
        Tensor map = method.Explain(doubt);
        context.SumErrors = doubt.SumErrors;
        return map;
    }

    private static ExplanationEntry Entry(string title, string source, Func<ExplanationMethod> create) =>
        new(new DoubtBy(create()).Name, title, source, _ => new DoubtBy(create())) { ForwardOnly = true, Unit = _ => "nats" };
}
