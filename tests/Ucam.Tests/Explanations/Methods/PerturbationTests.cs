using TorchSharp;
using static TorchSharp.torch;

namespace Ucam.Tests.Explanations.Methods;

/// <summary>Maps that perturb the input, on models for which they can be written down.</summary>
public class PerturbationTests
{
    private const int Rows = 6, Columns = 5, Cells = Rows * Columns;

    private static (LinearModel Model, Tensor Picture, double[] Adds) Linear()
    {
        Tensor weight = SeededNets.Picture(1), picture = SeededNets.Picture(2);
        return (SeededNets.Linear(weight), picture, (weight * picture).sum([1]).Numbers());
    }

    [Fact]
    public void Occluding_single_cells_of_a_linear_model_gives_what_each_adds()
    {
        using var scope = NewDisposeScope();
        var (model, picture, adds) = Linear();
        using var explain = new Explainer(model);
        explain.Raw(new Occlusion { Window = 1 }, picture, 0).ShouldBeNear(adds, 1e-6);
        explain.Raw(new Occlusion { Window = 1 }, picture, 1).ShouldBeNear([.. adds.Select(v => -2 * v)], 1e-6);
    }

    [Theory]
    [InlineData(2, 1)]
    [InlineData(3, 2)]
    [InlineData(4, 4)]
    [InlineData(9, 9)]
    public void Occlusion_is_the_mean_over_the_windows_that_cover_a_cell(int window, int stride)
    {
        using var scope = NewDisposeScope();
        var (model, picture, adds) = Linear();
        double[] sums = new double[Cells], counts = new double[Cells];
        for (int top = 0; top == 0 || top - stride + window < Rows; top += stride)
        {
            for (int left = 0; left == 0 || left - stride + window < Columns; left += stride)
            {
                int[] covered =
                    [.. Enumerable.Range(0, Cells)
                    .Where(i => i / Columns >= top && i / Columns < top + window && i % Columns >= left && i % Columns < left + window)];
                foreach (int i in covered)
                {
                    sums[i] += covered.Sum(j => adds[j]);
                    counts[i]++;
                }
            }
        }
        using var explain = new Explainer(model, options: new ExplainerOptions { ElementsAtOnce = 150 });
        explain.Raw(new Occlusion { Window = window, Stride = stride }, picture, 0).ShouldBeNear([.. sums.Zip(counts, (s, n) => s / n)], 1e-6);
    }

    [Fact]
    public void Occlusion_fills_with_what_it_is_told()
    {
        using var scope = NewDisposeScope();
        var (model, picture, adds) = Linear();
        using var explain = new Explainer(model);
        double[] shifted = explain.Raw(new Occlusion { Window = 1, Fill = 3 }, picture, 0);
        Tensor expected = (SeededNets.Picture(1) * (picture - 3)).sum([1]);
        shifted.ShouldBeNear(expected.Numbers(), 1e-5);
        explain.Invoking(e => e.Raw(new Occlusion { Window = 2, Stride = 3 }, picture, 0)).Should().Throw<UcamException>().WithMessage("*gaps*");
    }

    // E[M Mᵀ] over the shifts: M = U·bits, so p²·(U1)(U1)ᵀ + p(1 − p)·UUᵀ for each shift, U the bilinear weights of a cell's value.
    private static double[] Expected(double[] adds, int cells, double keep)
    {
        int cellRows = (Rows + cells - 1) / cells, cellColumns = (Columns + cells - 1) / cells;
        var map = new double[Cells];
        for (int down = 0; down < cellRows; down++)
        {
            for (int right = 0; right < cellColumns; right++)
            {
                double[,] y = Axis(cells, (cells + 1) * cellRows, down, Rows), x = Axis(cells, (cells + 1) * cellColumns, right, Columns);
                double Shared(int i, int j)
                {
                    double sum = 0;
                    for (int r = 0; r < cells; r++)
                        for (int c = 0; c < cells; c++)
                            sum += y[i / Columns, r] * x[i % Columns, c] * y[j / Columns, r] * x[j % Columns, c];
                    return sum;
                }
                for (int i = 0; i < Cells; i++)
                    for (int j = 0; j < Cells; j++)
                        map[i] += adds[j] * (keep * keep + keep * (1 - keep) * Shared(i, j)) / keep / (cellRows * cellColumns);
            }
        }
        return map;
    }

    private static double[,] Axis(int cells, int length, int shift, int count)
    {
        var weights = new double[count, cells];
        for (int i = 0; i < count; i++)
        {
            double at = Math.Max(0, (i + shift + 0.5) * cells / length - 0.5);
            int low = Math.Min((int)at, cells - 1), high = Math.Min(low + 1, cells - 1);
            weights[i, low] += 1 - (at - low);
            weights[i, high] += at - low;
        }
        return weights;
    }

    [Fact]
    public void Rise_converges_to_its_expectation_on_a_linear_model()
    {
        using var scope = NewDisposeScope();
        var (model, picture, adds) = Linear();
        using var explain = new Explainer(model);
        double[] expected = Expected(adds, 3, 0.4);
        double Error(int masks) =>
            explain.Raw(new Rise { Masks = masks, Cells = 3, Keep = 0.4 }, picture, 0).Zip(expected, (a, b) => (a - b) * (a - b)).Average();
        double spread = adds.Sum(v => v * v);
        Error(40_000).Should().BeLessThan(spread * 2e-3).And.BeLessThan(Error(100) / 20);
    }

    [Fact]
    public void Integrated_gradients_of_a_linear_model_are_what_each_cell_adds()
    {
        using var scope = NewDisposeScope();
        var (model, picture, adds) = Linear();
        using var explain = new Explainer(model);
        explain.Raw(new IntegratedGradients { Steps = 1 }, picture, 0).ShouldBeNear(adds, 1e-6);
    }

    [Fact]
    public void Integrated_gradients_are_complete()
    {
        using var scope = NewDisposeScope();
        using Cnn net = SeededNets.Cnn();
        using var explain =
            new Explainer(net, inputs =>
            new ModelOutput(net.fc.call(((nn.Module<Tensor, Tensor>)net.features[2]).call(((nn.Module<Tensor, Tensor>)net.features[0]).call(inputs[0]).tanh()).tanh().mean([2, 3]))));
        Tensor picture = SeededNets.Picture(9), blank = full_like(picture, 0.3);
        double[] map = explain.Raw(new IntegratedGradients { Steps = 40, Baseline = 0.3 }, picture, 1);
        double Score(Tensor x) =>
            (double)net.fc.call(((nn.Module<Tensor, Tensor>)net.features[2]).call(((nn.Module<Tensor, Tensor>)net.features[0]).call(x).tanh()).tanh().mean([2, 3]))[0, 1];
        map.Sum().Should().BeApproximately(Score(picture) - Score(blank), 1e-5);
    }

    [Fact]
    public void Smooth_gradients_of_a_linear_model_are_its_weights()
    {
        using var scope = NewDisposeScope();
        var (model, picture, _) = Linear();
        using var explain = new Explainer(model);
        Tensor weight = SeededNets.Picture(1);
        explain.Raw(new SmoothGrad { Samples = 7 }, picture, 0).ShouldBeNear(weight.abs().sum([1]).Numbers(), 1e-6);
        explain.Raw(new SmoothGrad(SmoothGradForm.Squared) { Samples = 7 }, picture, 0).ShouldBeNear(weight.square().sum([1]).Numbers(), 1e-5);
        explain.Raw(new SmoothGrad(SmoothGradForm.Variance) { Samples = 7 }, picture, 0).ShouldBeNear(new double[Cells], 1e-12);
    }

    [Fact]
    public void The_variance_of_noisy_gradients_is_that_of_the_noise_where_the_gradient_is_the_input()
    {
        using var scope = NewDisposeScope();
        using var explain = new Explainer(inputs => new ModelOutput(inputs[0].square().flatten(1).sum([1], keepdim: true)));
        Tensor picture = SeededNets.Picture(2);
        double sigma = 0.1 * ((double)picture.max() - (double)picture.min());
        double[] map = explain.Raw(new SmoothGrad(SmoothGradForm.Variance) { Samples = 4000, Noise = 0.1 }, picture, 0);
        // The gradient is 2(x + noise), over three channels.
        map.Average().Should().BeApproximately(3 * 4 * sigma * sigma, 0.03 * 12 * sigma * sigma);
    }

    [Fact]
    public void Score_cam_weighs_channels_by_the_score_of_what_they_show()
    {
        using var scope = NewDisposeScope();
        using Cnn net = SeededNets.Cnn();
        net.eval();
        Tensor picture = SeededNets.Picture(3), a = net.features.call(picture);
        var scores = new double[5];
        for (int k = 0; k < 5; k++)
        {
            Tensor channel = a[0, k], mask = (channel - channel.min()) / (channel.max() - channel.min()).clamp_min(1e-30);
            scores[k] = (double)net.call(picture * mask)[0, 1];
        }
        double[] weights = [.. scores.Select(s => Math.Exp(s) / scores.Sum(Math.Exp))];
        using var explain = new Explainer(net, "features", new ExplainerOptions { ElementsAtOnce = 200 });
        explain.Raw(new ScoreCam(), picture, 1).ShouldBeNear((tensor(weights).view(1, 5, 1, 1) * a).sum([1]).relu().Numbers(), 1e-6);
    }

    [Fact]
    public void The_full_gradient_adds_up_to_the_output()
    {
        using var scope = NewDisposeScope();
        using var net =
            SeededNets.Seeded(nn.Sequential(nn.Conv2d(3, 4, 3, padding: 1), nn.BatchNorm2d(4), nn.ReLU(), nn.Conv2d(4, 2, 3, padding: 1, bias: false),
            nn.BatchNorm2d(2), nn.ReLU(inplace: true), nn.Flatten(2)));
        net.train();
        net.call(SeededNets.Picture(5, batch: 4).to(ScalarType.Float32));
        net.to(ScalarType.Float64);
        net.eval();
        Tensor pictures = SeededNets.Picture(6, batch: 2), expected = net.call(pictures).sum([1, 2]);
        using var explain = new Explainer(net);
        using ExplanationContext context =
            explain.Open([pictures], ExplanationTarget.Of("sum", outputs => outputs.sum([1, 2])), cancellation: SeededNets.Stop);
        (Tensor input, IReadOnlyList<Tensor> layers) = FullGrad.Decompose(context);
        layers.Should().HaveCount(3);
        Tensor sum = input.sum([1, 2, 3]);
        foreach (Tensor layer in layers) sum += layer.sum([1, 2, 3]);
        sum.Numbers().ShouldBeNear(expected.Numbers(), 1e-9);
    }

    [Fact]
    public void The_full_gradient_map_is_the_sum_of_what_its_parts_show()
    {
        using var scope = NewDisposeScope();
        using OneConvolution net = SeededNets.OneConvolution();
        using var explain = new Explainer(net);
        Tensor picture = SeededNets.Picture(3), head = net.fc.weight![1].view(1, 2, 6, 5);
        Tensor input = (nn.functional.conv_transpose2d(head, net.conv.weight!) * picture).abs(),
            bias = (head * net.conv.bias!.view(1, 2, 1, 1)).abs();
        Tensor Scaled(Tensor t) => ((t - t.min()) / (t.max() - t.min())).sum([1]);
        explain.Raw(new FullGrad(), picture, 1).ShouldBeNear((Scaled(input) + Scaled(bias)).Numbers(), 1e-5);
    }

    [Fact]
    public void Settings_out_of_range_are_refused()
    {
        using var scope = NewDisposeScope();
        var (model, picture, _) = Linear();
        using var explain = new Explainer(model);
        ExplanationMethod[] wrong =
            [new Rise { Masks = 0 }, new Rise { Keep = 1 }, new Rise { Cells = 0 }, new SmoothGrad { Samples = 0 },
            new SmoothGrad { Noise = double.NaN }, new IntegratedGradients { Steps = 0 }, new Occlusion { Window = 0 }];
        foreach (ExplanationMethod method in wrong)
            explain.Invoking(e => e.Raw(method, picture, 0)).Should().Throw<UcamException>().Which.Field.Should().NotBeNull();
        var options = () => new Explainer(model, options: new ExplainerOptions { Passes = 0 });
        options.Should().Throw<UcamException>().WithMessage("*Passes*");
    }
}
