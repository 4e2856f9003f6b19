using static TorchSharp.torch;

namespace Ucam.Uncertainty.Estimators;

/// <summary>The whole precision matrix, weights in the order (class, feature).</summary>
internal sealed class FullPosterior : LaplacePosterior
{
    /// <summary>Beyond this many weights the matrix is not worth its memory and its eigenvectors' time.</summary>
    private const long MostWeights = 4096;

    private readonly long _features, _classes;

    /// <summary>The curvature, and after the fit its eigenvalues.</summary>
    private Tensor _curvature, _vectors;

    /// <exception cref="UcamException">The layer has too many weights.</exception>
    public FullPosterior(long features, long classes)
    {
        if (features * classes > MostWeights)
            throw new UcamException($"The last layer has {features * classes} weights, more than the {MostWeights} of a full Laplace "
                + "approximation; choose LaplaceStructure.Kronecker.");
        (_features, _classes) = (features, classes);
        _curvature = zeros([features * classes, features * classes], dtype: ScalarType.Float64).DetachFromDisposeScope();
        _vectors = empty(0).DetachFromDisposeScope();
    }

    public override void Add(Tensor features, Tensor probabilities)
    {
        using var scope = NewDisposeScope();
        Tensor joint = (probabilities.unsqueeze(2) * features.unsqueeze(1)).reshape(features.shape[0], -1);
        _curvature.sub_(joint.t().matmul(joint));
        Tensor own = einsum("nk,ni,nj->kij", probabilities, features, features);
        Tensor blocks = _curvature.view(_classes, _features, _classes, _features).diagonal(0, 0, 2);
        blocks.add_(own.permute(1, 2, 0));
    }

    public override void Factorise()
    {
        using var scope = NewDisposeScope();
        (Tensor values, Tensor vectors) = linalg.eigh(_curvature);
        Replace(ref _curvature, values.clamp_min(0));
        Replace(ref _vectors, vectors);
    }

    public override Tensor Variance(Tensor features, double prior)
    {
        using var scope = NewDisposeScope();
        return Root(features, prior).square().sum(-1).MoveToOuterDisposeScope();
    }

    public override Tensor Sample(Tensor features, double prior, int samples, Generator noise)
    {
        using var scope = NewDisposeScope();
        Tensor root = Root(features, prior);
        Tensor z = randn([samples, root.shape[0], root.shape[2]], dtype: ScalarType.Float64, generator: noise);
        return einsum("sbm,bkm->sbk", z, root).MoveToOuterDisposeScope();
    }

    public override Tensor SampleWeights(double prior, int samples, Generator noise)
    {
        using var scope = NewDisposeScope();
        Tensor z = randn([samples, _curvature.shape[0]], dtype: ScalarType.Float64, generator: noise);
        return z.div_((_curvature + prior).sqrt()).matmul(_vectors.t()).view(samples, _classes, _features).MoveToOuterDisposeScope();
    }

    /// <summary>A root R of the logits' covariance RRᵀ, (B,K,K·D).</summary>
    private Tensor Root(Tensor features, double prior)
    {
        Tensor scaled = (_vectors / (_curvature + prior).sqrt()).view(_classes, _features, -1);
        return einsum("bi,kim->bkm", features, scaled);
    }

    public override void Dispose()
    {
        _curvature.Dispose();
        _vectors.Dispose();
    }
}
