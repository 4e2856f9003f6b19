using static TorchSharp.torch;

namespace Ucam.Explanations.Doubt;

/// <summary>
/// Where a kind of doubt comes from: Σ_t a_t ⊙ ∂u/∂a_t over networks t, dropout passes or those of an ensemble, each with its own attention
/// or layer's output a_t. u is the entropy of their mean distribution, or its two parts (docs/method.md §3): the mean of their entropies,
/// which lies in the data, and the mutual information, which lies in the model. The maps of the parts add up to that of the whole.
/// </summary>
internal sealed class DoubtOfKind(ExplanationTarget kind, string name, IReadOnlyList<Explainer> members) : ExplanationMethod
{
    /// <summary>H[p̄].</summary>
    public static ExplanationEntry TotalEntry { get; } = Entry(ExplanationTarget.Predictive, "doubt-total", "Doubt, total");

    /// <summary>Mean entropy.</summary>
    public static ExplanationEntry AleatoricEntry { get; } = Entry(ExplanationTarget.Aleatoric, "doubt-aleatoric", "Doubt in the data");

    /// <summary>Mutual information.</summary>
    public static ExplanationEntry EpistemicEntry { get; } = Entry(ExplanationTarget.Epistemic, "doubt-epistemic", "Doubt in the model");

    /// <inheritdoc/>
    public override string Name => name;

    /// <inheritdoc/>
    public override bool Signed => true;

    /// <inheritdoc/>
    public override int Passes(ExplanationContext context) => 4 * DoubtNetworks.CountOf(context, members);

    /// <inheritdoc/>
    public override Tensor Explain(ExplanationContext context)
    {
        using var scope = NewDisposeScope();
        var networks = new DoubtNetworks(context, members);
        Tensor fixedOutputs = networks.Outputs();
        Func<Tensor, Tensor> score = kind.Bind(fixedOutputs, context.Run.Options.MultiLabel);
        return networks.Each((t, network) => network.Evidence(own => score(With(fixedOutputs, t, own)))).sum([0]).MoveToOuterDisposeScope();
    }

    // The outputs of all, of which those of network t have a graph.
    private static Tensor With(Tensor all, int t, Tensor own) => cat([all.narrow(0, 0, t), own, all.narrow(0, t + 1, all.shape[0] - t - 1)], 0);

    private static ExplanationEntry Entry(ExplanationTarget kind, string name, string title) =>
        new(name, title, "docs/method.md §4b", setup => new DoubtOfKind(kind, name, setup.Members))
        { NeedsLayer = true, NeedsNetworks = true, Unit = _ => "nats" };
}
