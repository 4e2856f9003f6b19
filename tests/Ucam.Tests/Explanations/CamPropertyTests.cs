using TorchSharp.Modules;
using Ucam.Explanations.Doubt;
using Ucam.Explanations.Methods;
using static TorchSharp.torch;

namespace Ucam.Tests.Explanations;

public class CamPropertyTests
{
    // Grad-CAM++ and Score-CAM depend on the scale by their definitions, the uncertainty maps on the losses.
    private static readonly string[] ByScale = ["grad-cam++", "score-cam"];

    public static TheoryData<string> Plain => new(ExplanationMethods.All.Where(e => !e.NeedsLosses && !e.NeedsAttention).Select(e => e.Name));

    public static TheoryData<string> ScaleFree => new(Plain.Select(row => row.Data).Except(ByScale));

    private static ExplanationMethod Create(string name) => name switch
    {
        "rise" => new Rise { Masks = 30, Cells = 3 },
        "smooth-grad" => new SmoothGrad { Samples = 4 },
        "smooth-grad-squared" => new SmoothGrad(SmoothGradForm.Squared) { Samples = 4 },
        "var-grad" => new SmoothGrad(SmoothGradForm.Variance) { Samples = 4 },
        "integrated-gradients" => new IntegratedGradients { Steps = 6 },
        "rise-doubt" => new DoubtBy(new Rise { Masks = 30, Cells = 3 }),
        "shapley-doubt" => new DoubtBy(new ShapleySampling { Pairs = 2, Cells = 2 }),
        "shapley" => new ShapleySampling { Pairs = 2, Cells = 2 },
        _ => ExplanationMethods.Create(name),
    };

    [Theory]
    [MemberData(nameof(ScaleFree))]
    public void A_larger_logit_leaves_the_scaled_map(string name)
    {
        using var scope = NewDisposeScope();
        using Cnn net = SeededNets.Cnn();
        using var explain = new Explainer(net, "features.relu1");
        Tensor picture = SeededNets.Picture(5);
        double[] one = SeededNets.Scaled(explain.Raw(Create(name), picture, 1));
        double[] large =
            SeededNets.Scaled(explain.Raw(Create(name), picture, ExplanationTarget.Of("37 times class 1", outputs => 37 * outputs.select(1, 1))));
        large.ShouldBeNear(one, 1e-5);
        one.Max().Should().Be(1);
    }

    [Theory]
    [MemberData(nameof(Plain))]
    public void A_batch_gives_what_each_sample_gives_alone(string name)
    {
        using var scope = NewDisposeScope();
        using Cnn net = SeededNets.Cnn();
        Tensor pictures = SeededNets.Picture(6, batch: 3);
        using var explain = new Explainer(net, "features.relu1");
        using var small = new Explainer(net, "features.relu1", new ExplainerOptions { ElementsAtOnce = 1 });
        double[][] together = explain.Explain([Create(name)], [pictures], ExplanationTarget.Classes([2, 0, 1]), cancellation: SeededNets.Stop)[0]
            .Values();
        for (int i = 0; i < 3; i++)
            small.Raw(Create(name), pictures.narrow(0, i, 1), (2 + i) % 3).ShouldBeNear(together[i], 1e-5);
    }

    [Theory]
    [MemberData(nameof(Plain))]
    public void The_same_seed_gives_the_same_map(string name)
    {
        using var scope = NewDisposeScope();
        using Cnn net = SeededNets.Cnn();
        using var explain = new Explainer(net, "features.relu1");
        explain.Raw(Create(name), SeededNets.Picture(6), 1).Should().Equal(explain.Raw(Create(name), SeededNets.Picture(6), 1));
    }

    [Theory]
    [InlineData("grad-cam")]
    [InlineData("grad-cam++")]
    [InlineData("hires-cam")]
    [InlineData("xgrad-cam")]
    [InlineData("layer-cam")]
    [InlineData("eigen-cam")]
    [InlineData("eigen-grad-cam")]
    [InlineData("ablation-cam")]
    [InlineData("score-cam")]
    [InlineData("full-grad")]
    [InlineData("full-grad-regions")]
    [InlineData("integrated-gradients")]
    [InlineData("occlusion")]
    public void A_mirrored_picture_has_the_mirrored_map_where_the_model_does_not_care(string name)
    {
        using var scope = NewDisposeScope();
        using Cnn net = SeededNets.Cnn();
        // Symmetric kernels make the convolutions indifferent to left and right.
        using (no_grad())
            foreach (Conv2d conv in net.features.children().OfType<Conv2d>()) conv.weight!.copy_((conv.weight + conv.weight.flip(3)) / 2);
        using var explain = new Explainer(net, "features.relu1");
        Tensor picture = SeededNets.Picture(7);
        double[] map = explain.Raw(Create(name), picture, 0), mirrored = explain.Raw(Create(name), picture.flip(3), 0);
        tensor(mirrored).view(6, 5).flip(1).Numbers().ShouldBeNear(map, 1e-6);
    }

    [Fact]
    public void Single_precision_is_close_to_double()
    {
        using var scope = NewDisposeScope();
        using Cnn exact = SeededNets.Cnn(), single = SeededNets.Cnn(ScalarType.Float32);
        using Explainer one = new(exact, "features.relu1"), other = new(single, "features.relu1");
        foreach (string name in Plain.Select(row => row.Data).Except(["smooth-grad", "smooth-grad-squared", "var-grad"]))
        {
            double[] a = one.Raw(Create(name), SeededNets.Picture(8), 0),
                b = other.Raw(Create(name), SeededNets.Picture(8).to(ScalarType.Float32), 0);
            SeededNets.Scaled(b).ShouldBeNear(SeededNets.Scaled(a), 1e-3);
        }
    }
}
