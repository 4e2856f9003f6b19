using static TorchSharp.torch;

namespace Ucam.Tests.Explanations.Methods;

/// <summary>The formulas, once more as loops over numbers, and models for which the map can be written down.</summary>
public class CamFormulaTests
{
    private const int Channels = 3, Rows = 4, Columns = 5, Cells = Rows * Columns;
    private static readonly Tensor A = Tensors.Normal(1, 2, Channels, Rows, Columns).to(ScalarType.Float64).relu().DetachFromDisposeScope();
    private static readonly Tensor G = Tensors.Normal(2, 2, Channels, Rows, Columns).to(ScalarType.Float64).DetachFromDisposeScope();

    // For each sample the map by a weight for each channel and cell, given that channel's activations and gradients.
    private static double[] ByLoops(Func<double[], double[], int, double> weight, bool relu = true)
    {
        double[] a = A.Numbers(), g = G.Numbers();
        var maps = new double[2 * Cells];
        for (int b = 0; b < 2; b++)
        {
            for (int p = 0; p < Cells; p++)
            {
                double sum = 0;
                for (int k = 0; k < Channels; k++)
                {
                    int from = (b * Channels + k) * Cells;
                    double[] ak = a[from..(from + Cells)], gk = g[from..(from + Cells)];
                    sum += weight(ak, gk, p) * ak[p];
                }
                maps[b * Cells + p] = relu ? Math.Max(0, sum) : sum;
            }
        }
        return maps;
    }

    private static void Agrees(CamMethod method, double[] expected)
    {
        using var scope = NewDisposeScope();
        method.Combine(A, G).Numbers().ShouldBeNear(expected, 1e-12);
    }

    [Fact]
    public void Grad_cam_weighs_by_the_mean_gradient() => Agrees(new GradCam(), ByLoops((_, g, _) => g.Average()));

    [Fact]
    public void Grad_cam_plus_plus_follows_equation_19() => Agrees(new GradCamPlusPlus(), ByLoops((a, g, _) =>
        g.Sum(x => x * x / (2 * x * x + a.Sum() * x * x * x) * Math.Max(0, x))));

    [Fact]
    public void Hires_cam_multiplies_cell_by_cell() => Agrees(new HiResCam(), ByLoops((_, g, p) => g[p], relu: false));

    [Fact]
    public void Xgrad_cam_normalises_by_the_activation() => Agrees(new XGradCam(), ByLoops((a, g, _) => a.Zip(g, (x, y) => x * y).Sum() / a.Sum()));

    [Fact]
    public void Layer_cam_keeps_positive_gradients() => Agrees(new LayerCam(), ByLoops((_, g, p) => Math.Max(0, g[p])));

    [Fact]
    public void Dead_channels_and_gradients_give_zero_not_nan()
    {
        using var scope = NewDisposeScope();
        foreach (CamMethod method in new CamMethod[]
        { new GradCam(), new GradCamPlusPlus(), new HiResCam(), new XGradCam(), new LayerCam(), new EigenGradCam() })
        {
            method.Combine(zeros_like(A), G).Numbers().Should().OnlyContain(v => v == 0, method.Name);
            method.Combine(A, zeros_like(G)).Numbers().Should().OnlyContain(v => v == 0, method.Name);
        }
    }

    [Fact]
    public void Eigen_cam_of_one_pattern_is_the_pattern()
    {
        using var scope = NewDisposeScope();
        Tensor pattern = Tensors.Normal(3, 1, 1, Rows, Columns).abs().to(ScalarType.Float64),
            channels = tensor(new[] { 3.0, 0, -4 }).view(1, 3, 1, 1);
        EigenCam.Project(channels * pattern).Numbers().ShouldBeNear((5 * pattern).Numbers(), 1e-12);
    }

    [Fact]
    public void Eigen_cam_s_map_carries_the_largest_singular_value()
    {
        using var scope = NewDisposeScope();
        double[] map = EigenCam.Project(A).Numbers()[..Cells];
        Tensor matrix = A[0].flatten(1);
        // The largest eigenvalue of A·Aᵀ by power iteration.
        Tensor square = matrix.matmul(matrix.t()), v = ones(Channels, 1, dtype: ScalarType.Float64);
        for (int i = 0; i < 500; i++)
        {
            v = square.matmul(v);
            v /= v.norm();
        }
        map.ShouldBeNear(matrix.t().matmul(v).Numbers(), 1e-9);
        map.Sum(x => x * x).Should().BeApproximately((double)v.t().matmul(square).matmul(v), 1e-9);
    }

    [Fact]
    public void Under_mean_pooling_grad_cam_is_the_class_s_weights_times_the_activations()
    {
        using var scope = NewDisposeScope();
        using Cnn net = SeededNets.Cnn();
        using var explain = new Explainer(net, "features");
        Tensor picture = SeededNets.Picture(3), a = net.features.call(picture);
        Tensor expected = (net.fc.weight![1].view(1, -1, 1, 1) / 30 * a).sum([1]).relu();
        explain.Raw(new GradCam(), picture, 1).ShouldBeNear(expected.Numbers(), 1e-6);
        explain.Raw(new XGradCam(), picture, 1).ShouldBeNear(expected.Numbers(), 1e-6);
    }

    [Fact]
    public void Hires_cam_is_what_each_cell_adds_where_the_head_is_linear()
    {
        using var scope = NewDisposeScope();
        using OneConvolution net = SeededNets.OneConvolution();
        using var explain = new Explainer(net, "conv");
        Tensor picture = SeededNets.Picture(3), a = net.conv.call(picture);
        double[] map = explain.Raw(new HiResCam(), picture, 2);
        map.ShouldBeNear((net.fc.weight![2].view(1, 2, 6, 5) * a).sum([1]).Numbers(), 1e-6);
        (map.Sum() + (double)net.fc.bias![2]).Should().BeApproximately((double)net.call(picture)[0, 2], 1e-5);
    }

    [Fact]
    public void A_contrast_is_the_difference_of_two_exact_contributions()
    {
        using var scope = NewDisposeScope();
        using OneConvolution net = SeededNets.OneConvolution();
        using var explain = new Explainer(net, "conv");
        Tensor picture = SeededNets.Picture(3);
        double[] one = explain.Raw(new HiResCam(), picture, 2), other = explain.Raw(new HiResCam(), picture, 0);
        explain.Raw(new HiResCam(), picture, ExplanationTarget.Contrast(2, 0)).ShouldBeNear([.. one.Zip(other, (x, y) => x - y)], 1e-6);
    }

    [Fact]
    public void Ablation_cam_weighs_a_channel_by_what_it_adds_where_the_head_is_linear()
    {
        using var scope = NewDisposeScope();
        using OneConvolution net = SeededNets.OneConvolution();
        using var explain = new Explainer(net, "conv", new ExplainerOptions { ElementsAtOnce = 1 });
        Tensor picture = SeededNets.Picture(3), a = net.conv.call(picture);
        for (int k = 0; k < 3; k++)
        {
            Tensor adds = (net.fc.weight![k].view(1, 2, 6, 5) * a).sum([2, 3], keepdim: true);
            Tensor expected = (adds / net.call(picture)[0, k].abs() * a).sum([1]).relu();
            explain.Raw(new AblationCam(), picture, k).ShouldBeNear(expected.Numbers(), 1e-5);
        }
    }
}
