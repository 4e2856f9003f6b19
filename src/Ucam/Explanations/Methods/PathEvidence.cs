using Ucam.Explanations.Running;
using static TorchSharp.torch;

namespace Ucam.Explanations.Methods;

/// <summary>
/// Path-integrated evidence (docs/method.md §4b): integrated gradients of c = log p(answer), or of the entropy, from even attention to the
/// model's own, or from zeros to the layer's output. The values add up to c − c at the start.
/// </summary>
internal sealed class PathEvidence(bool doubt) : ExplanationMethod
{
    /// <summary>Of log p(answer).</summary>
    public static ExplanationEntry AnswerEntry { get; } = Entry(false, "evidence-path", "Certainty along the path");

    /// <summary>Of the entropy.</summary>
    public static ExplanationEntry DoubtEntry { get; } = Entry(true, "doubt-path", "Doubt along the path");

    /// <inheritdoc/>
    public override string Name => doubt ? DoubtEntry.Name : AnswerEntry.Name;

    /// <inheritdoc/>
    public override bool Signed => true;

    /// <inheritdoc/>
    public override int Passes(ExplanationContext context) => PathIntegral.LeastPasses;

    /// <inheritdoc/>
    public override Tensor Explain(ExplanationContext context) =>
        context.PathEvidence(context.EvidenceScore(doubt));

    private static ExplanationEntry Entry(bool doubt, string name, string title) =>
        new(name, title, "Sundararajan et al., ICML 2017, at the attention: docs/method.md §4b", _ => new PathEvidence(doubt))
        { NeedsLayer = true, Unit = _ => "nats" };
}
