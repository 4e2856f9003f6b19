using Ucam.Explanations.Running;
using Ucam.Vqa.Features.Safetensors;
using Ucam.Vqa.Models;
using Ucam.Vqa.Models.Backbones;
using Ucam.Vqa.Training.Extraction;
using Ucam.Vqa.Training.Steps;
using static TorchSharp.torch;

namespace Ucam.Vqa.Tests.Models.Backbones;

public class ResNetTests
{
    // torchvision's counts of parameters and of tensors that hold them.
    [Theory]
    [InlineData(nameof(ResNetDepth.ResNet18), 11_689_512, 62, 512)]
    [InlineData(nameof(ResNetDepth.ResNet34), 21_797_672, 110, 512)]
    [InlineData(nameof(ResNetDepth.ResNet50), 25_557_032, 161, 2048)]
    [InlineData(nameof(ResNetDepth.ResNet101), 44_549_160, 314, 2048)]
    [InlineData(nameof(ResNetDepth.ResNet152), 60_192_808, 467, 2048)]
    public void It_has_as_many_parameters_as_published(string depthName, long parameters, int tensors, int channels)
    {
        var depth = Enum.Parse<ResNetDepth>(depthName);
        using var net = new ResNet(depth, 1000, META);
        net.parameters().Sum(p => p.numel()).Should().Be(parameters);
        net.parameters().Should().HaveCount(tensors);
        net.OutputChannels.Should().Be(channels);
    }

    [Fact]
    public void Names_are_torchvision_s()
    {
        using var small = new ResNet(ResNetDepth.ResNet18, 10, META);
        string[] names = [.. ModuleTensors.Of(small, "").Select(t => t.Name)];
        names.Should().HaveCount(102).And.OnlyHaveUniqueItems().And.Contain(
        [
            "conv1.weight", "bn1.weight", "bn1.bias", "bn1.running_mean", "bn1.running_var", "layer1.0.conv1.weight", "layer1.1.bn2.running_var",
            "layer2.0.downsample.0.weight", "layer2.0.downsample.1.bias", "layer4.1.conv2.weight", "fc.weight", "fc.bias",
        ]).And.NotContain(["layer1.0.downsample.0.weight", "conv1.bias", "layer2.1.downsample.0.weight"]);
        using var large = new ResNet(ResNetDepth.ResNet50, 10, META);
        var shapes = ModuleTensors.Of(large, "").ToDictionary(t => t.Name, t => t.Value.shape);
        shapes["layer1.0.downsample.0.weight"].Should().Equal(256, 64, 1, 1);
        shapes["layer3.5.conv3.weight"].Should().Equal(1024, 256, 1, 1);
        shapes["layer4.0.conv2.weight"].Should().Equal(512, 512, 3, 3);
        shapes.Keys.Should().NotContain("layer3.6.conv1.weight");
    }

    // Outputs are changed in place where no gradient is wanted, the explained layer's must not be: a batch norm's is what a ReLU follows.
    [Theory]
    [InlineData(nameof(ResNetDepth.ResNet18), "bn1", "layer1.0.bn1", "layer1.0.bn2", "layer2.0.downsample.1", "layer4.1.conv2", "layer4.1.bn1",
        "layer4.1.bn2", "layer4.1", "layer4")]
    [InlineData(nameof(ResNetDepth.ResNet50), "layer1.0.bn1", "layer1.0.bn2", "layer1.0.bn3", "layer2.0.downsample.1", "layer4.2.bn3")]
    public void A_layer_in_a_block_is_read_and_replaced_alike_with_and_without_gradients(string depthName, params string[] layers)
    {
        using var scope = NewDisposeScope();
        using ResNet net = SeededWeights.Create(3, () => new ResNet(Enum.Parse<ResNetDepth>(depthName), 7));
        net.eval();
        Tensor picture = Tensors.Normal(1, 2, 3, 64, 64), logits = net.call(picture).detach();
        foreach (string layer in layers)
        {
            nn.Module module = net.named_modules().Single(entry => entry.name == layer).module;
            using var tap = new LayerTap(module, layer);
            tap.Capture(() => net.call(picture)).Numbers().ShouldBeNear(logits.Numbers(), 1e-5);
            Tensor captured = tap.Leaf!.detach().clone(), other = captured * -2 - 1, kept = other.clone(), changed;
            using (no_grad())
            {
                tap.Capture(() => net.call(picture)).Numbers().ShouldBeNear(logits.Numbers(), 1e-5);
                tap.Leaf!.Numbers().ShouldBeNear(captured.Numbers(), 1e-5);
                changed = tap.Replace(other, () => net.call(picture));
                other.Equals(kept).Should().BeTrue(layer);
            }
            if (layer.Contains("bn", StringComparison.Ordinal)) captured.min().item<float>().Should().BeNegative("no ReLU was taken of it");
            changed.Numbers().ShouldBeNear(tap.Replace(other, () => net.call(picture)).Numbers(), 1e-5);
            (changed - logits).abs().max().item<float>().Should().BeGreaterThan(1e-3f, layer);
        }
    }

    [Theory]
    [InlineData(nameof(ResNetDepth.ResNet18))]
    [InlineData(nameof(ResNetDepth.ResNet50))]
    public void Layers_that_keep_nothing_for_a_gradient_give_what_those_that_do_give(string depthName)
    {
        using var scope = NewDisposeScope();
        using var net = new ResNet(Enum.Parse<ResNetDepth>(depthName), 7);
        net.eval();
        Tensor picture = Tensors.Normal(1, 2, 3, 64, 96), before = picture.clone(), kept = net.Features(picture);
        using var quiet = no_grad();
        Tensor features = net.Features(picture);
        features.Numbers().ShouldBeNear(kept.Numbers(), 1e-5);
        picture.Equals(before).Should().BeTrue();
        // Channels together in memory, all the way through.
        features.stride()[1].Should().Be(1);
    }

    [Fact]
    public void Stages_halve_the_grid_and_can_be_explained_by_name()
    {
        using var scope = NewDisposeScope();
        using var net = new ResNet(ResNetDepth.ResNet18, 7);
        Explainer.Layers(net)
            .Should().ContainInConsecutiveOrder("conv1", "bn1", "relu", "maxpool", "layer1", "layer2", "layer3", "layer4", "avgpool", "fc")
            .And.Contain("layer4.1.conv2");
        Tensor picture = Tensors.Normal(1, 1, 3, 64, 96);
        foreach (var (layer, shape) in new[]
        { ("layer1", new long[] { 1, 64, 16, 24 }), ("layer2", [1, 128, 8, 12]), ("layer3", [1, 256, 4, 6]), ("layer4", [1, 512, 2, 3]) })
        {
            using var explain = new Explainer(net, layer);
            using ExplanationContext context = explain.Open([picture], 3, cancellation: SeededNets.Stop);
            context.Activation.shape.Should().Equal(shape);
        }
        using var last = new Explainer(net, "layer4");
        ActivationMap map = last.Map(new GradCamPlusPlus(), picture, target: 3);
        (map.Rows, map.Columns).Should().Be((2, 3));
        net.eval();
        net.Features(picture).mean([2, 3]).matmul(net.named_parameters().Single(p =>
            p.name == "fc.weight").parameter.t()).add(net.named_parameters().Single(p => p.name == "fc.bias").parameter)
            .Numbers().ShouldBeNear(net.call(picture).Numbers(), 1e-4);
    }

    [Fact]
    public void Weights_come_back_from_a_file_and_a_file_that_does_not_fit_is_refused_in_one_line()
    {
        using var folder = new TemporaryFolder();
        using var scope = NewDisposeScope();
        using var net = new ResNet(ResNetDepth.ResNet18, 5);
        net.eval();
        var metadata = new Dictionary<string, string>();
        (string, Tensor)[] tensors = [.. ModuleTensors.Of(net, "")];
        SafetensorsWriter.Write(folder["r.safetensors"], metadata, [.. tensors, ("bn1.num_batches_tracked", tensor(3L))]);
        using ResNet loaded = ResNet.Load(folder["r.safetensors"], ResNetDepth.ResNet18);
        Tensor picture = Tensors.Normal(1, 1, 3, 32, 32);
        (loaded.Classes, loaded.training).Should().Be((5, false));
        loaded.call(picture).Numbers().Should().Equal(net.call(picture).Numbers());
        SafetensorsWriter.Write(folder["extra"], metadata, [.. tensors, ("head.weight", ones(1))]);
        SafetensorsWriter.Write(folder["none"], metadata, [("conv1.weight", ones(1))]);
        SafetensorsWriter.Write(folder["shape"], metadata, [.. tensors.Select(t => t.Item1 == "bn1.bias" ? (t.Item1, ones(3)) : t)]);
        Refused(folder["r.safetensors"], ResNetDepth.ResNet34, "layer1.2", "is missing", "ResNet-34");
        Refused(folder["extra"], ResNetDepth.ResNet18, "head.weight", "not part");
        Refused(folder["none"], ResNetDepth.ResNet18, "fc.weight is missing");
        Refused(folder["shape"], ResNetDepth.ResNet18, "bn1.bias", "[3]");
        Refused(folder["absent"], ResNetDepth.ResNet18, "no such file");
    }

    [Fact]
    public void Names_after_a_prefix_are_read_and_features_need_no_classes()
    {
        using var folder = new TemporaryFolder();
        using var scope = NewDisposeScope();
        using var net = new ResNet(ResNetDepth.ResNet18, 5);
        net.eval();
        var metadata = new Dictionary<string, string>();
        (string, Tensor)[] tensors = [.. ModuleTensors.Of(net, "")];
        SafetensorsWriter.Write(folder["module"], metadata,
            [.. tensors.Select(t => ("module." + t.Item1, t.Item2)), ("module.bn1.num_batches_tracked", tensor(3L))]);
        SafetensorsWriter.Write(folder["bare"], metadata,
            [.. tensors.Where(t => !t.Item1.StartsWith("fc.", StringComparison.Ordinal)).Select(t => ("module." + t.Item1, t.Item2)),
            ("module.fc.0.weight", ones(2))]);
        Tensor picture = Tensors.Normal(1, 1, 3, 32, 32);
        using (ResNet loaded = ResNet.Load(folder["module"], ResNetDepth.ResNet18))
            loaded.call(picture).Numbers().Should().Equal(net.call(picture).Numbers());
        Refused(folder["bare"], ResNetDepth.ResNet18, "module.fc.weight is missing", "features extract");
        File.WriteAllText(folder["s.yaml"], "size: 32");
        byte[] rgb = new byte[3 * 32 * 32];
        using IFeatureBackbone whole = FeatureBackbones.OpenResNet(folder["module"], ResNetDepth.ResNet18, folder["s.yaml"]),
            bare = FeatureBackbones.OpenResNet(folder["bare"], ResNetDepth.ResNet18, folder["s.yaml"]);
        bare.Extract(rgb, 1).Numbers().Should().Equal(whole.Extract(rgb, 1).Numbers());
    }

    private static void Refused(string path, ResNetDepth depth, params string[] words)
    {
        var load = () => ResNet.Load(path, depth);
        load.Should().Throw<UcamException>().Which.Message.Should().ContainAll(words).And.NotContain("\n");
    }

    [Fact]
    public void Pictures_are_normalised_as_in_training()
    {
        using var scope = NewDisposeScope();
        var rgb = new byte[60 * 50 * 3];
        for (int i = 0; i < rgb.Length; i += 3) (rgb[i], rgb[i + 1], rgb[i + 2]) = (255, 0, 51);
        Tensor input = ResNet.ToInput([new Picture(60, 50, rgb), new Picture(60, 50, rgb)], 32);
        input.shape.Should().Equal(2, 3, 32, 32);
        input[1, .., 20, 3].Numbers().ShouldBeNear([(1 - 0.485) / 0.229, -0.456 / 0.224, (0.2 - 0.406) / 0.225], 1e-5);
        var none = () => ResNet.ToInput([]);
        none.Should().Throw<ArgumentException>();
        var depth = () => new ResNet((ResNetDepth)20);
        depth.Should().Throw<UcamException>().WithMessage("*20*");
    }
}
