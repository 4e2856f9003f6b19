using TorchSharp;
using Ucam.Vqa.Features.Safetensors;
using Ucam.Vqa.Models;
using Ucam.Vqa.Models.Heads;
using static TorchSharp.torch;

namespace Ucam.Vqa.Tests.Models.Heads;

public class McbTests
{
    /// <summary>The sketch of the outer product, pair by pair, from the module's own hashes.</summary>
    private static double[] Sketch(Naive naive, string pooling, double[] x, double[] y, int size)
    {
        double[] h1 = naive.Values(pooling + "_first._buckets"), s1 = naive.Values(pooling + "_first._signs");
        double[] h2 = naive.Values(pooling + "_second._buckets"), s2 = naive.Values(pooling + "_second._signs");
        double[] z = new double[size];
        for (int i = 0; i < x.Length; i++)
            for (int j = 0; j < y.Length; j++)
                z[(int)(h1[i] + h2[j]) % size] += s1[i] * s2[j] * x[i] * y[j];
        return z;
    }

    private static double[] Normalise(double[] z)
    {
        double length = Math.Sqrt(z.Sum(Math.Abs));
        return [.. z.Select(value => Math.Sign(value) * Math.Sqrt(Math.Abs(value)) / length)];
    }

    [Theory]
    [InlineData(8)]
    [InlineData(11)]
    public void The_product_of_transforms_is_the_sketch_of_the_outer_product(int size)
    {
        using var scope = NewDisposeScope();
        using var pooling = new CompactBilinear(7, 5, size, seed: 3);
        Tensor x = Tensors.Normal(1, 2, 1, 7), y = Tensors.Normal(2, 2, 3, 5);
        var naive = new Naive(pooling);
        double[][] xs = [.. x.Numbers().Chunk(7)], ys = [.. y.Numbers().Chunk(5)];
        double[][] expected = [.. ys.Select((row, i) => Sketch(naive, "", xs[i / 3], row, size))];
        pooling.Sketch(x, y).Numbers().ShouldBeNear([.. expected.SelectMany(z => z)], 1e-5);
        pooling.call(x, y).Numbers().ShouldBeNear([.. expected.SelectMany(Normalise)], 1e-3);
        using var longer = new CompactBilinear(7, 5, size, seed: 3, length: 4);
        longer.call(x, y).Numbers().ShouldBeNear([.. expected.SelectMany(Normalise).Select(z => 4 * z)], 4e-3);
    }

    [Fact]
    public void A_sketch_keeps_inner_products_on_average()
    {
        using var scope = NewDisposeScope();
        Tensor x = Tensors.Normal(1, 30), y = x + 0.5 * Tensors.Normal(2, 30);
        double[] products = [.. Enumerable.Range(0, 300).Select(seed =>
        {
            using var sketch = new CountSketch(30, 16, (ulong)seed);
            return (double)sketch.call(x).dot(sketch.call(y)).item<float>();
        })];
        double spread = Math.Sqrt(products.Sum(p => Math.Pow(p - products.Average(), 2)) / products.Length / products.Length);
        products.Average().Should().BeApproximately(x.dot(y).item<float>(), 4 * spread);
    }

    [Fact]
    public void The_gradient_of_the_pooling_is_its_finite_difference()
    {
        using var scope = NewDisposeScope();
        using var pooling = new CompactBilinear(4, 3, 7, seed: 3);
        pooling.to(ScalarType.Float64);
        Tensor x = Tensors.Normal(1, 2, 4).to(ScalarType.Float64), y = Tensors.Normal(2, 2, 3).to(ScalarType.Float64),
            mix = Tensors.Normal(3, 2, 7).to(ScalarType.Float64);
        Tensor Loss(Tensor at) => (pooling.call(at, y) * mix).sum();
        Tensor leaf = x.clone().requires_grad_(true);
        Loss(leaf).backward();
        const double step = 1e-6;
        for (int i = 0; i < 8; i++)
        {
            Tensor nudge = zeros(8, dtype: ScalarType.Float64).index_fill(0, tensor(new long[] { i }), step).view(2, 4);
            double slope = (Loss(x + nudge) - Loss(x - nudge)).item<double>() / (2 * step);
            leaf.grad!.view(-1)[i].item<double>().Should().BeApproximately(slope, 1e-3 * Math.Abs(slope) + 1e-6);
        }
    }

    [Fact]
    public void Nothing_times_anything_has_a_finite_gradient()
    {
        using var scope = NewDisposeScope();
        using var pooling = new CompactBilinear(4, 3, 7, seed: 3);
        Tensor x = zeros([1, 4], requires_grad: true), y = Tensors.Normal(2, 1, 3).requires_grad_(true);
        Tensor fused = pooling.call(x, y);
        fused.Numbers().Should().AllBeEquivalentTo(0.0);
        fused.sum().backward();
        (x.grad!.isfinite().all() & y.grad!.isfinite().all()).item<bool>().Should().BeTrue();
    }

    [Fact]
    public void Compact_bilinear_attention_by_hand()
    {
        int size = SmallModels.Options.Joint;
        using var scope = NewDisposeScope();
        using var model = (Mcb)SmallModels.Head("mcb");
        Naive.Randomise(model);
        var naive = new Naive(model);
        Tensor features = SmallModels.Features(1, 1);
        double[][] v = Naive.Rows(model.Prepare(features));
        double[] q = naive.Words(2, 3, 4)[^1];
        double[][] maps =
            Naive.Maps([.. v
            .Select(row =>
            naive.Linear("_scores", Naive.Relu(naive.Linear("_hidden", Normalise(Sketch(naive, "_attentionPooling.", row, q, size))))))]);
        double[] pooled = [.. maps.SelectMany(map => Naive.Pool(map, v))];
        double[] expected = naive.Linear("_answers", Normalise(Sketch(naive, "_answerPooling.", pooled, q, size)));
        (Tensor logits, Tensor attention) = model.Answer(features, SmallModels.Ids([2, 3, 4]), SmallModels.Lengths([2, 3, 4]));
        attention.Numbers().ShouldBeNear(Naive.Interleave(maps), 1e-3);
        logits.Numbers().ShouldBeNear(expected, 1e-2);
    }

    [Fact]
    public void The_hashes_are_the_same_for_every_model_and_travel_in_the_file()
    {
        using var folder = new TemporaryFolder();
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        using VqaHead model = SmallModels.Head("mcb"), other = SmallModels.Head("mcb");
        const string name = "head.attentionPooling.first.buckets";
        Tensor Buckets(VqaHead head) => ModuleTensors.Of(head, "head").Single(t => t.Name == name).Value;
        Buckets(model).Numbers().Should().Equal(Buckets(other).Numbers());
        Buckets(model).copy_((Buckets(model) + 1) % SmallModels.Options.Joint);
        SafetensorsWriter.Write(folder["mcb"], new Dictionary<string, string>(), [.. ModuleTensors.Of(model, "head")]);
        using SafetensorsFile file = SafetensorsFile.Open(folder["mcb"]);
        ModuleTensors.Fill(other, "head", file, folder["mcb"]);
        double[] Logits(VqaHead head) =>
            head.Answer(SmallModels.Features(1, 1), SmallModels.Ids([2, 3]), SmallModels.Lengths([2, 3])).Logits.Numbers();
        Logits(other).Should().Equal(Logits(model));
    }
}
