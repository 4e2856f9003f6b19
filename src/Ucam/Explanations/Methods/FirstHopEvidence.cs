using static TorchSharp.torch;

namespace Ucam.Explanations.Methods;

/// <summary>
/// Evidence (docs/method.md §4b) at the first hop of a model whose attention has several: a₁ ⊙ ∂c/∂a₁ with the attention of the other hops
/// as it is. What all hops add up to is <see cref="EvidenceMap"/>; a model of one hop gives the same here.
/// </summary>
internal sealed class FirstHopEvidence(bool doubt) : ExplanationMethod
{
    /// <summary>Of log p(answer).</summary>
    public static ExplanationEntry AnswerEntry { get; } = Entry(false, "evidence-hop1", "Certainty at the first hop");

    /// <summary>Of the entropy.</summary>
    public static ExplanationEntry DoubtEntry { get; } = Entry(true, "doubt-hop1", "Doubt at the first hop");

    /// <inheritdoc/>
    public override string Name => doubt ? DoubtEntry.Name : AnswerEntry.Name;

    /// <inheritdoc/>
    public override bool Signed => true;

    /// <inheritdoc/>
    public override Tensor Explain(ExplanationContext context) =>
        context.Evidence(context.EvidenceScore(doubt), hop: 0);

    private static ExplanationEntry Entry(bool doubt, string name, string title) =>
        new(name, title, "docs/method.md §4b", _ => new FirstHopEvidence(doubt)) { NeedsLayer = true, Unit = _ => "nats" };
}
