using static TorchSharp.torch;

namespace Ucam.Vqa.Models;

/// <summary>
/// How unusual a picture's features are: the Mahalanobis distance of their mean and spread over positions from the training
/// pictures' (Lee et al. 2018), read against held-out pictures of the same kind. Guards against confident answers about pictures
/// unlike anything seen in training.
/// </summary>
internal sealed class FamiliarityDetector : IDisposable
{
    private const int Levels = 100;
    private readonly CallGuard _calls = new();

    internal FamiliarityDetector(Tensor mean, Tensor whitening, Tensor quantiles)
    {
        Mean = mean.DetachFromDisposeScope();
        Whitening = whitening.DetachFromDisposeScope();
        Quantiles = quantiles.DetachFromDisposeScope();
    }

    /// <summary>(D).</summary>
    internal Tensor Mean { get; }

    /// <summary>(D,D): distance = ‖(x − mean)·whitening‖ / √D.</summary>
    internal Tensor Whitening { get; }

    /// <summary>(101) distances of held-out pictures at 0, 1, … 100 %.</summary>
    internal Tensor Quantiles { get; }

    /// <summary>The vector that is compared, (B,2C): mean and standard deviation over positions of raw features (B,P,C).</summary>
    public static Tensor Describe(Tensor features)
    {
        ArgumentNullException.ThrowIfNull(features);
        using var scope = NewDisposeScope();
        Tensor mean = features.mean([1]);
        // A single position has no spread; its standard deviation would be NaN.
        Tensor spread = features.shape[1] > 1 ? features.std(1) : zeros_like(mean);
        return cat([mean, spread], 1).MoveToOuterDisposeScope();
    }

    /// <summary>Fits to descriptions (N,D) of training pictures and reads the levels off held-out ones (M,D).</summary>
    /// <param name="training">At least two rows.</param>
    /// <param name="heldOut">At least one row, not used in training.</param>
    /// <param name="shrinkage">Share of the mean variance added to the covariance's diagonal, so that it can be inverted.</param>
    public static FamiliarityDetector Fit(Tensor training, Tensor heldOut, double shrinkage = 0.05)
    {
        ArgumentNullException.ThrowIfNull(training);
        using var quiet = no_grad();
        using var scope = NewDisposeScope();
        Tensor x = training.to(ScalarType.Float64);
        Tensor mean = x.mean([0]);
        Tensor centred = x - mean;
        Tensor covariance = centred.t().matmul(centred) / Math.Max(1, x.shape[0] - 1);
        double ridge = shrinkage * Math.Max(covariance.diagonal().mean().item<double>(), 1e-12);
        Tensor inverse = linalg.inv(covariance + ridge * eye(x.shape[1], dtype: ScalarType.Float64));
        Tensor whitening = linalg.cholesky((inverse + inverse.t()) / 2).to(ScalarType.Float32);
        Tensor centre = mean.to(ScalarType.Float32), levels = linspace(0, 1, Levels + 1, dtype: ScalarType.Float32);
        return new FamiliarityDetector(centre, whitening, Distances(heldOut, centre, whitening).quantile(levels));
    }

    /// <summary>Distances (B) of descriptions (B,D), in standard deviations per dimension; about 1 for training pictures.</summary>
    public Tensor Distances(Tensor descriptions)
    {
        ArgumentNullException.ThrowIfNull(descriptions);
        using CallGuard.Call call = _calls.Enter(this);
        return Distances(descriptions, Mean, Whitening);
    }

    /// <summary>Distances (N) of pictures by their raw features (N,P,C), on the CPU.</summary>
    public Tensor DistancesOf(Tensor features)
    {
        using Tensor descriptions = Describe(features);
        return Distances(descriptions);
    }

    private static Tensor Distances(Tensor descriptions, Tensor mean, Tensor whitening)
    {
        using var scope = NewDisposeScope();
        Tensor white = (descriptions - mean).matmul(whitening);
        return (white.square().sum(1) / white.shape[1]).sqrt().MoveToOuterDisposeScope();
    }

    /// <summary>Share of held-out pictures with a smaller distance, in [0,1].</summary>
    public double Score(double distance)
    {
        using CallGuard.Call call = _calls.Enter(this);
        float[] levels = [.. Quantiles.data<float>()];
        if (distance <= levels[0]) return 0;
        if (distance >= levels[^1]) return 1;
        int above = Array.FindIndex(levels, level => level > distance);
        double below = levels[above - 1];
        return (above - 1 + (distance - below) / Math.Max(levels[above] - below, 1e-12)) / Levels;
    }

    /// <summary>Distance of the held-out picture at the 99 % level, beyond which a picture counts as unfamiliar.</summary>
    public double Limit
    {
        get
        {
            using CallGuard.Call call = _calls.Enter(this);
            using Tensor level = Quantiles[Levels - 1];
            return level.item<float>();
        }
    }

    /// <summary>Waits for the calls under way, then releases what they read; later calls are refused.</summary>
    public void Dispose() => _calls.Close(Release);

    private void Release()
    {
        Mean.Dispose();
        Whitening.Dispose();
        Quantiles.Dispose();
    }
}
