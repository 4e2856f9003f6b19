using Ucam.Explanations.Running;
using Ucam.Imaging;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Ucam.Explanations.Methods;

/// <summary>
/// A map by regions of the picture: every pixel gets the mean of the map over the region it lies in, and of that the mean over regions of
/// several sizes, so that what is marked has the shape of objects. After XRAI (Kapishnikov et al., ICCV 2019), which ranks regions by the mean of
/// integrated gradients.
/// </summary>
internal sealed class RegionMap(ExplanationMethod map) : ExplanationMethod
{
    // For a picture of 128×128 with colours in [0,1]; for others they go with its size. Chosen on questions that no result is measured on.
    private const double Side = 128, Least = 4;
    private static readonly double[] Scales = [0.1, 0.5, 2], Blurs = [0.5, 1];

    // More pixels than that make regions slow and no better.
    private const long MostSide = 256;

    // Of a Gaussian that is left out beyond, in deviations.
    private const int Deviations = 4;

    /// <summary>FullGrad by region.</summary>
    public static ExplanationEntry FullGradEntry { get; } =
        Entry("FullGrad, by region", "of FullGrad", () => new FullGrad()) with { Unit = _ => "" };

    /// <summary>The entry of such a map.</summary>
    /// <param name="title">Its title.</param>
    /// <param name="of">Of what it is made, for the source.</param>
    /// <param name="create">Makes the method.</param>
    public static ExplanationEntry Entry(string title, string of, Func<ExplanationMethod> create) =>
        new(new RegionMap(create()).Name, title, $"after XRAI, Kapishnikov et al., ICCV 2019, {of}", _ => new RegionMap(create()));

    /// <summary>The map that is made by region.</summary>
    public ExplanationMethod Whole => map;

    /// <inheritdoc/>
    public override string Name => map.Name + "-regions";

    /// <inheritdoc/>
    public override bool Signed => map.Signed;

    /// <inheritdoc/>
    public override int Passes(ExplanationContext context) => map.Passes(context);

    /// <inheritdoc/>
    public override Tensor Explain(ExplanationContext context)
    {
        using var scope = NewDisposeScope();
        return Over(map.Explain(context), context.Picture).MoveToOuterDisposeScope();
    }

    /// <summary>Maps of a model that is given something else, by the regions of the pictures (B,C,H,W) that it was made of.</summary>
    public IReadOnlyList<RawMap> Over(IReadOnlyList<RawMap> maps, Tensor pictures)
    {
        using var scope = NewDisposeScope();
        Tensor values = stack([.. maps.Select(one => tensor(one.Values))]);
        return [.. RawMaps.Arrays(Over(values, pictures)).Select(regions => new RawMap(Name, regions, Signed))];
    }

    private static Tensor Over(Tensor values, Tensor shown)
    {
        using var quiet = no_grad();
        using var scope = NewDisposeScope();
        Tensor pictures = Colours(shown);
        (long rows, long columns) = (pictures.shape[2], pictures.shape[3]);
        Tensor fine = On(values.unsqueeze(1), rows, columns).view(values.shape[0], -1);
        Tensor[] regions = [.. Enumerable.Range(0, (int)fine.shape[0]).Select(b => ByRegion(fine[b], pictures.narrow(0, b, 1)))];
        return stack(regions).view(-1, rows, columns).MoveToOuterDisposeScope();
    }

    // (P) over one picture (1,C,r,c).
    private static Tensor ByRegion(Tensor values, Tensor picture)
    {
        (int rows, int columns) = ((int)picture.shape[2], (int)picture.shape[3]);
        double size = Math.Min(rows, columns) / Side, area = rows * (double)columns / (Side * Side);
        Tensor sum = zeros_like(values);
        foreach (double blur in Blurs)
        {
            Tensor blurred = GaussianBlur.Within(picture, blur * size, Deviations);
            var segments = new GraphSegments(blurred.permute(0, 2, 3, 1).contiguous().data<float>().ToArray(), rows, columns);
            foreach (double scale in Scales) sum += Means(values, segments.Regions(scale * area, (int)Math.Max(1, Least * area)));
        }
        return sum / (Blurs.Length * Scales.Length);
    }

    private static Tensor Means(Tensor values, int[] regions)
    {
        Tensor of = tensor(regions, dtype: ScalarType.Int64, device: values.device);
        Tensor sums = zeros(regions.Max() + 1, dtype: values.dtype, device: values.device), sizes = zeros_like(sums);
        return (sums.index_add(0, of, values, 1) / sizes.index_add(0, of, ones_like(values), 1))[of];
    }

    // (B,C,r,c) in single precision on the processor, each picture's values in [0,1], whatever the model takes.
    private static Tensor Colours(Tensor pictures)
    {
        (long rows, long columns) = (pictures.shape[2], pictures.shape[3]);
        double shrink = Math.Max(1, Math.Max(rows, columns) / (double)MostSide);
        Tensor small = On(pictures.to(ScalarType.Float32).cpu(), (long)Math.Ceiling(rows / shrink), (long)Math.Ceiling(columns / shrink));
        Tensor low = small.amin([1, 2, 3], keepdim: true), range = small.amax([1, 2, 3], keepdim: true) - low;
        return (small - low) / range.clamp_min(float.Epsilon);
    }

    // Means of what a cell covers where there are fewer cells, else bilinear.
    private static Tensor On(Tensor maps, long rows, long columns)
    {
        if (maps.shape[2] == rows && maps.shape[3] == columns) return maps;
        return maps.shape[2] >= rows && maps.shape[3] >= columns
            ? functional.adaptive_avg_pool2d(maps, [rows, columns])
            : functional.interpolate(maps, [rows, columns], mode: InterpolationMode.Bilinear, align_corners: false);
    }
}
