using static TorchSharp.torch;

namespace Ucam.Explanations.Methods;

/// <summary>Which part of the gradient evidence a map shows.</summary>
internal enum EvidenceForm
{
    /// <summary>What speaks for the answer.</summary>
    For,

    /// <summary>What speaks against it.</summary>
    Against,

    /// <summary>What the doubt comes from.</summary>
    Doubt,
}

/// <summary>
/// Gradient certainty at answer time as a map (docs/method.md §4b): the positive or negative part of a ⊙ ∂c/∂a, a the model's attention or,
/// without one, the layer's output, and c = log p(answer) or, for doubt, the entropy. Two maps cost one forward and two backward passes of
/// what lies above.
/// </summary>
internal sealed class EvidenceMap(EvidenceForm form) : ExplanationMethod
{
    /// <summary>What speaks for the answer.</summary>
    public static ExplanationEntry ForEntry { get; } = Entry(EvidenceForm.For, "evidence", "Certainty at the attention");

    /// <summary>What speaks against it.</summary>
    public static ExplanationEntry AgainstEntry { get; } = Entry(EvidenceForm.Against, "counter-evidence", "Counter-evidence at the attention");

    /// <summary>What the doubt comes from.</summary>
    public static ExplanationEntry DoubtEntry { get; } = Entry(EvidenceForm.Doubt, "doubt", "Doubt at the attention");

    /// <inheritdoc/>
    public override string Name => form switch
    {
        EvidenceForm.Against => "counter-evidence",
        EvidenceForm.Doubt => "doubt",
        _ => "evidence",
    };

    /// <inheritdoc/>
    public override Tensor Explain(ExplanationContext context)
    {
        using var scope = NewDisposeScope();
        Tensor evidence = form == EvidenceForm.Doubt ? context.Evidence(context.EvidenceScore(doubt: true)) : context.AnswerEvidence();
        return (form == EvidenceForm.Against ? evidence.neg() : evidence).relu().MoveToOuterDisposeScope();
    }

    private static ExplanationEntry Entry(EvidenceForm form, string name, string title) =>
        new(name, title, "docs/method.md §4b", _ => new EvidenceMap(form)) { NeedsLayer = true, Unit = _ => "nats" };
}
