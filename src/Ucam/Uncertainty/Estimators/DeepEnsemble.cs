using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Ucam.Uncertainty.Estimators;

/// <summary>
/// The mean softmax of networks trained from different seeds (Lakshminarayanan, Pritzel and Blundell 2017); the score is the
/// predictive entropy.
/// </summary>
internal sealed class DeepEnsemble : IUncertaintyEstimator
{
    /// <summary>The name.</summary>
    public const string Key = "deep-ensemble";

    private readonly Func<Tensor, Tensor>[] _members;

    /// <summary>On functions to logits (B,K), in whatever mode they are.</summary>
    /// <param name="members">At least one; all with the same classes.</param>
    /// <exception cref="UcamException">There is no member.</exception>
    public DeepEnsemble(IReadOnlyList<Func<Tensor, Tensor>> members)
    {
        ArgumentNullException.ThrowIfNull(members);
        if (members.Count == 0)
            throw new UcamException("The ensemble has no member; give at least one network, five as published.") { Field = nameof(members) };
        _members = [.. members];
    }

    /// <summary>On modules, in evaluation mode while they run.</summary>
    /// <inheritdoc cref="DeepEnsemble(IReadOnlyList{Func{Tensor, Tensor}})"/>
    public DeepEnsemble(IReadOnlyList<Module<Tensor, Tensor>> members) : this([.. members.Select(Classifier.InEvaluation)]) { }

    /// <inheritdoc/>
    public string Name => Key;

    /// <inheritdoc/>
    public UncertaintyBatch Estimate(Tensor input)
    {
        using var quiet = no_grad();
        using var statistics = new PassStatistics();
        long[]? shape = null;
        foreach (Func<Tensor, Tensor> member in _members)
        {
            using var scope = NewDisposeScope();
            Tensor logits = Classifier.Logits(member, input);
            shape ??= logits.shape;
            TensorCheck.Shape(logits, "A member's output", shape);
            statistics.Add(logits.unsqueeze(0));
        }
        return UncertaintyBatch.Of(statistics);
    }

    internal static IUncertaintyEstimator Create(EstimatorSetup setup) => new DeepEnsemble(setup.Members);
}
