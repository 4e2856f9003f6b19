using static TorchSharp.torch;

namespace Ucam.Uncertainty.Estimators;

/// <summary>
/// The precision as A ⊗ G + δ with A = Σ φφᵀ and G the mean of diag p − ppᵀ (Ritter, Botev and Barber 2018). With the eigenpairs
/// (a_i, u_i) of A and (g_j, U) of G, the logits' covariance at φ is U·diag_j(Σ_i (u_i·φ)² / (a_i g_j + δ))·Uᵀ: δ enters exactly.
/// </summary>
internal sealed class KroneckerPosterior : LaplacePosterior
{
    private Tensor _input, _output, _inputVectors, _outputVectors;
    private long _count;

    public KroneckerPosterior(long features, long classes)
    {
        _input = zeros([features, features], dtype: ScalarType.Float64).DetachFromDisposeScope();
        _output = zeros([classes, classes], dtype: ScalarType.Float64).DetachFromDisposeScope();
        _inputVectors = empty(0).DetachFromDisposeScope();
        _outputVectors = empty(0).DetachFromDisposeScope();
    }

    public override void Add(Tensor features, Tensor probabilities)
    {
        using var scope = NewDisposeScope();
        _input.add_(features.t().matmul(features));
        _output.add_(diag(probabilities.sum([0])) - probabilities.t().matmul(probabilities));
        _count += features.shape[0];
    }

    public override void Factorise()
    {
        using var scope = NewDisposeScope();
        (Tensor a, Tensor inputVectors) = linalg.eigh(_input);
        (Tensor g, Tensor outputVectors) = linalg.eigh(_output / _count);
        // Both are positive semidefinite; rounding may not say otherwise.
        Replace(ref _input, a.clamp_min(0));
        Replace(ref _output, g.clamp_min(0));
        Replace(ref _inputVectors, inputVectors);
        Replace(ref _outputVectors, outputVectors);
    }

    public override Tensor Variance(Tensor features, double prior)
    {
        using var scope = NewDisposeScope();
        return Rotated(features, prior).matmul(_outputVectors.square().t()).MoveToOuterDisposeScope();
    }

    public override Tensor Sample(Tensor features, double prior, int samples, Generator noise)
    {
        using var scope = NewDisposeScope();
        Tensor deviation = Rotated(features, prior).sqrt();
        Tensor z = randn([samples, deviation.shape[0], deviation.shape[1]], dtype: ScalarType.Float64, generator: noise);
        return z.mul_(deviation).matmul(_outputVectors.t()).MoveToOuterDisposeScope();
    }

    public override Tensor SampleWeights(double prior, int samples, Generator noise)
    {
        using var scope = NewDisposeScope();
        Tensor deviation = 1 / (_output.unsqueeze(1) * _input + prior).sqrt();
        Tensor z = randn([samples, .. deviation.shape], dtype: ScalarType.Float64, generator: noise);
        return _outputVectors.matmul(z.mul_(deviation)).matmul(_inputVectors.t()).MoveToOuterDisposeScope();
    }

    /// <summary>Variances of the logits in G's eigenvectors, (B,K).</summary>
    private Tensor Rotated(Tensor features, double prior)
    {
        Tensor variances = 1 / (_input.unsqueeze(1) * _output + prior);
        return features.matmul(_inputVectors).square().matmul(variances);
    }

    public override void Dispose()
    {
        _input.Dispose();
        _output.Dispose();
        _inputVectors.Dispose();
        _outputVectors.Dispose();
    }
}
