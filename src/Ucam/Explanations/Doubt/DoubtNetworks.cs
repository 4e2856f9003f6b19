using Ucam.Explanations.Running;
using static TorchSharp.torch;

namespace Ucam.Explanations.Doubt;

/// <summary>
/// The networks whose disagreement is the doubt between models: those of an ensemble, or the explained one thinned by its dropout. They run
/// one after another, so that memory does not grow with their number.
/// </summary>
internal sealed class DoubtNetworks
{
    /// <summary>How many dropout passes there are where the options do not say.</summary>
    public const int UsualPasses = 20;

    private readonly ExplanationContext _context;
    private readonly IReadOnlyList<Explainer> _members;
    private readonly ExplanationTarget _target;

    /// <param name="context">The explained model on a batch.</param>
    /// <param name="members">The networks of an ensemble; empty for dropout passes.</param>
    /// <exception cref="UcamException">There is one member, or the model has no module whose dropout could be on.</exception>
    public DoubtNetworks(ExplanationContext context, IReadOnlyList<Explainer> members)
    {
        if (members.Count == 1)
            throw new UcamException("An ensemble of one network has no doubt between networks; give several.")
            { Field = nameof(ExplanationSetup.Members) };
        if (members.Count == 0 && context.Run.Model.Parts.Count == 0)
            throw new UcamException("Doubt between networks needs a module with dropout, or the networks of an ensemble: set "
                + "ExplanationSetup.Members.")
            { Field = nameof(ExplanationSetup.Members) };
        (_context, _members, _target) = (context, members, context.Settled());
        Count = CountOf(context, members);
    }

    /// <summary>T for an explained model and the networks of an ensemble, none for dropout passes.</summary>
    public static int CountOf(ExplanationContext context, IReadOnlyList<Explainer> members) =>
        members.Count > 0 ? members.Count : context.Run.Options.Passes > 1 ? context.Run.Options.Passes : UsualPasses;

    /// <summary>T.</summary>
    public int Count { get; }

    /// <summary>What a function makes of each network, in order, as one tensor (T,…) in the caller's dispose scope.</summary>
    /// <param name="of">From a network's number and the network on the batch; its outputs are (1,B,K).</param>
    public Tensor Each(Func<int, ExplanationContext, Tensor> of)
    {
        using var scope = NewDisposeScope();
        var all = new List<Tensor>();
        for (int t = 0; t < Count; t++)
        {
            _context.Run.Cancellation.ThrowIfCancellationRequested();
            using var one = NewDisposeScope();
            using ExplanationContext network = Open(t);
            CheckClasses(network);
            all.Add(of(t, network).MoveToOuterDisposeScope());
            if (!all[^1].shape.SequenceEqual(all[0].shape)) throw Mixed();
        }
        return stack(all).MoveToOuterDisposeScope();
    }

    /// <summary>The outputs of all networks, (T,B,K), without a graph; in the caller's dispose scope.</summary>
    public Tensor Outputs() => Each((_, network) => network.Outputs.detach().squeeze(0).clone());

    private void CheckClasses(ExplanationContext network)
    {
        if (network.Outputs.shape[^1] != _context.Outputs.shape[^1]) throw Mixed();
    }

    private static UcamException Mixed() =>
        new("The networks of the ensemble differ in classes or grid; they must be of one shape.") { Field = nameof(ExplanationSetup.Members) };

    private ExplanationContext Open(int t)
    {
        ExplanationRun run = _context.Run;
        return _members.Count > 0
            ? _members[t].OpenMember(run.Inputs, _target, run.Cancellation) : _context.Again(_target, Thinning.OfPass(run.Options.Seed, t));
    }
}
