using Ucam.Vqa.Models.Backbones;
using static TorchSharp.torch;

namespace Ucam.Vqa.Tests.Models.Backbones;

/// <summary>The tiny networks of tests/fixtures/onnx/make_onnx.py against the same convolution by libtorch.</summary>
public class OnnxFeaturesTests
{
    private static readonly PictureInput Small = new() { Size = 16, Crop = 1, Output = "hidden" };

    private static string File(string name) => Repository.Fixture("onnx", name);

    private static Picture Noise(int seed, int size = 16)
    {
        var rgb = new byte[size * size * 3];
        new Random(seed).NextBytes(rgb);
        return new Picture(size, size, rgb);
    }

    private static Tensor Expected(byte[] rgb, int count, PictureInput input, int size = 16)
    {
        Tensor x = tensor(rgb).view(count, size, size, 3).to(ScalarType.Float64) / 255 * input.Range;
        if (input.Order == ChannelOrder.Bgr) x = x.flip(3);
        x = ((x - tensor(input.Mean.ToArray())) / tensor(input.Std.ToArray())).permute(0, 3, 1, 2);
        Tensor weight = tensor(Enumerable.Range(0, 108).Select(i => ((7 * i) % 11 - 5) / 16.0).ToArray()).view(4, 3, 3, 3);
        Tensor bias = tensor(Enumerable.Range(0, 4).Select(i => (i - 1) / 8.0).ToArray());
        return nn.functional.conv2d(x, weight, bias, strides: [2, 2], padding: [1, 1]).relu().flatten(2).transpose(1, 2);
    }

    private static byte[] Pictures(int count) => [.. Enumerable.Range(0, count).SelectMany(i => Noise(i).Rgb.ToArray())];

    [Theory]
    [InlineData("dynamic.onnx", "hidden", TensorLayout.Nchw, null, ChannelOrder.Rgb, 1)]
    [InlineData("dynamic.onnx", "hidden", TensorLayout.Nchw, TensorLayout.Nchw, ChannelOrder.Bgr, 255)]
    [InlineData("fixed.onnx", "grid", TensorLayout.Nhwc, null, ChannelOrder.Rgb, 1)]
    [InlineData("fixed.onnx", "hidden", TensorLayout.Nhwc, TensorLayout.Nchw, ChannelOrder.Bgr, 1)]
    public void Features_are_the_named_value_whatever_the_layout(string file, string output, TensorLayout layout, TensorLayout? features,
        ChannelOrder order, double range)
    {
        using var scope = NewDisposeScope();
        PictureInput input = Small with { Output = output, Layout = layout, Features = features, Order = order, Range = range };
        using OnnxFeatures backbone = OnnxFeatures.Open(File(file), input);
        (backbone.Rows, backbone.Columns, backbone.Channels, backbone.InputSize).Should().Be((8, 8, 4, 16));
        byte[] rgb = Pictures(5);
        Tensor actual = backbone.Extract(rgb, 5);
        actual.shape.Should().Equal(5, 64, 4);
        Tensor expected = Expected(rgb, 5, input);
        actual.Numbers().ShouldBeNear(expected.Numbers(), 1e-5 * expected.max().item<double>());
    }

    [Theory]
    [InlineData("half.onnx", TensorLayout.Nchw)]
    [InlineData("fixed.onnx", TensorLayout.Nhwc)]
    public void Side_layout_and_number_type_come_from_the_file(string file, TensorLayout layout)
    {
        using var scope = NewDisposeScope();
        using OnnxFeatures backbone = OnnxFeatures.Open(File(file), new PictureInput { Output = "hidden", Features = TensorLayout.Nchw });
        (backbone.InputSize, backbone.Rows, backbone.Columns, backbone.Channels).Should().Be((16, 8, 8, 4));
        byte[] rgb = Pictures(2);
        Tensor expected = Expected(rgb, 2, Small with { Layout = layout });
        backbone.Extract(rgb, 2).Numbers().ShouldBeNear(expected.Numbers(), 2e-3 * expected.max().item<double>());
    }

    [Fact]
    public void Bytes_are_given_as_they_are()
    {
        using var scope = NewDisposeScope();
        using OnnxFeatures backbone = OnnxFeatures.Open(File("bytes.onnx"), new PictureInput { Output = "hidden" });
        byte[] rgb = Pictures(3);
        Tensor expected = Expected(rgb, 3, Small with { Range = 255, Mean = [0, 0, 0], Std = [1, 1, 1] });
        backbone.Extract(rgb, 3).Numbers().ShouldBeNear(expected.Numbers(), 1e-5 * expected.max().item<double>());
    }

    [Fact]
    public void One_channel_is_the_picture_in_grey()
    {
        using var scope = NewDisposeScope();
        using OnnxFeatures backbone = OnnxFeatures.Open(File("grey.onnx"), new PictureInput { Output = "hidden", Mean = [0.5], Std = [0.5] });
        byte[] grey =
            [.. Pictures(1).Chunk(3).SelectMany(p => Enumerable.Repeat((byte)((p[0] * 19595 + p[1] * 38470 + p[2] * 7471 + 32768) >> 16), 3))];
        Tensor x = (tensor(grey).view(1, 16, 16, 3).to(ScalarType.Float64).select(3, 0).unsqueeze(1) / 255 - 0.5) / 0.5;
        Tensor weight = tensor(Enumerable.Range(0, 108).Select(i => ((7 * i) % 11 - 5) / 16.0).ToArray()).view(4, 3, 3, 3).narrow(1, 0, 1);
        Tensor bias = tensor(Enumerable.Range(0, 4).Select(i => (i - 1) / 8.0).ToArray());
        Tensor expected = nn.functional.conv2d(x, weight, bias, strides: [2, 2], padding: [1, 1]).relu().flatten(2).transpose(1, 2);
        backbone.Extract(Pictures(1), 1).Numbers().ShouldBeNear(expected.Numbers(), 1e-5);
        Action colours = () => OnnxFeatures.Open(File("grey.onnx"), new PictureInput { Output = "hidden", Mean = [0, 0, 0] });
        colours.Should().Throw<UcamException>().WithMessage("*pictures have 1 channel,*3 numbers as mean*");
    }

    [Fact]
    public void Extraction_leaves_only_its_result()
    {
        using var scope = NewDisposeScope();
        using OnnxFeatures backbone = OnnxFeatures.Open(File("dynamic.onnx"), Small);
        long before = Tensors.Live;
        using Tensor features = backbone.Extract(Pictures(2), 2);
        Tensors.Live.Should().Be(before + 1);
    }

    [Fact]
    public void A_picture_is_resized_and_cut_as_the_settings_say()
    {
        using OnnxFeatures backbone = OnnxFeatures.Open(File("dynamic.onnx"), Small with { Crop = 0.5 });
        Picture prepared = backbone.Prepare(Noise(1, 40));
        (prepared.Width, prepared.Height).Should().Be((16, 16));
        prepared.Rgb.ToArray().Should().Equal(Noise(1, 40).ResizeAndCrop(16, 0.5).Rgb.ToArray());
    }

    [Theory]
    [InlineData("dynamic.onnx", "nowhere", 16, TensorLayout.Nchw, "no value 'nowhere'")]
    [InlineData("dynamic.onnx", "hidden", 16, TensorLayout.Nhwc, "mend size or layout")]
    [InlineData("fixed.onnx", "grid", 32, TensorLayout.Nhwc, "mend size or layout")]
    [InlineData("fixed.onnx", null, 16, TensorLayout.Nhwc, "grid, scores")]
    [InlineData("missing.onnx", "hidden", 16, TensorLayout.Nchw, "no such file")]
    public void What_does_not_fit_is_refused_in_one_line(string file, string? output, int size, TensorLayout layout, string mention)
    {
        Action open = () => OnnxFeatures.Open(File(file), Small with { Output = output, Size = size, Layout = layout });
        open.Should().Throw<UcamException>().Which.Message.Should().ContainAll(File(file), mention).And.NotContain("\n");
    }

    [Theory]
    [InlineData("fixed.onnx", "hidden", 32, 16)]
    [InlineData("fixed.onnx", "grid", 24, 12)]
    [InlineData("half.onnx", "hidden", 48, 24)]
    [InlineData("classes.onnx", "hidden", 32, 16)]
    [InlineData("dynamic.onnx", "hidden", 32, 16)]
    public void A_fixed_side_can_be_another_and_the_features_are_those_of_the_convolution(string file, string output, int side, int grid)
    {
        using var scope = NewDisposeScope();
        TensorLayout layout = file == "fixed.onnx" ? TensorLayout.Nhwc : TensorLayout.Nchw;
        TensorLayout features = output == "grid" ? TensorLayout.Nhwc : TensorLayout.Nchw;
        PictureInput input = Small with { Output = output, Layout = layout, Features = features };
        using OnnxFeatures backbone = OnnxFeatures.OpenWidened(File(file), input, side);
        (backbone.InputSize, backbone.Rows, backbone.Columns, backbone.Channels).Should().Be((side, grid, grid, 4));
        byte[] rgb = Noise(3, side).Rgb.ToArray();
        Tensor expected = Expected(rgb, 1, input, side);
        backbone.Extract(rgb, 1).Numbers().ShouldBeNear(expected.Numbers(), 2e-3 * expected.max().item<double>());
    }

    [Fact]
    public void Away_from_the_cut_a_widened_network_sees_exactly_what_it_saw()
    {
        using OnnxFeatures own = OnnxFeatures.Open(File("classes.onnx"), Small), wide = OnnxFeatures.OpenWidened(File("classes.onnx"), Small, 32);
        Widening.Cosine(own, wide, Noise(5, 32)).Should().BeApproximately(1, 1e-5);
        own.Name.Should().NotContain("widened");
        wide.Name.Should().Contain("widened to 32 pixels");
    }

    [Theory]
    [InlineData("classes.onnx", "scores", 32, "its output scores has shape")]
    [InlineData("fixed.onnx", "nowhere", 32, "no value 'nowhere'")]
    [InlineData("fixed.onnx", "hidden", 33, "the side must be a multiple")]
    [InlineData("fixed.onnx", "hidden", 4, "must be from 8 to 2048")]
    public void What_does_not_bear_another_side_is_refused_in_one_line(string file, string output, int side, string mention)
    {
        PictureInput input = new() { Output = output };
        Action open = () => OnnxFeatures.OpenWidened(File(file), input, side);
        open.Should().Throw<UcamException>().Which.Message.Should().Contain(mention).And.NotContain("\n");
    }

    [Fact]
    public void A_network_that_sees_something_else_when_widened_is_refused()
    {
        using var own = new Flat(16, 2, _ => 1);
        using var same = new Flat(32, 4, _ => 2);
        using var other = new Flat(32, 4, channel => channel == 0 ? 1 : -1);
        using var coarse = new Flat(32, 3, _ => 1);
        Widening.Check(own, same, "net.onnx");
        Action differs = () => Widening.Check(own, other, "net.onnx"), grows = () => Widening.Check(own, coarse, "net.onnx");
        differs.Should().Throw<UcamException>().WithMessage("net.onnx*mean cosine*-0.333*at least 0.9*");
        grows.Should().Throw<UcamException>().WithMessage("net.onnx*from 2×2×3 to 3×3×3*");
    }

    /// <summary>The same three numbers at every position, whatever the picture.</summary>
    private sealed class Flat(int side, int grid, Func<int, float> value) : IFeatureBackbone
    {
        public string Name => "flat";

        public int InputSize => side;

        public int Rows => grid;

        public int Columns => grid;

        public int Channels => 3;

        public int Batch => 1;

        public Picture Prepare(Picture picture) => picture.ResizeAndCrop(side, 1);

        public Tensor Extract(byte[] rgb, int count) =>
            tensor(Enumerable.Range(0, 3).Select(value).ToArray()).expand(count, grid * grid, 3).contiguous();

        public void Dispose()
        {
        }
    }

    [Fact]
    public void A_file_cut_short_anywhere_is_refused()
    {
        using var folder = new TemporaryFolder();
        byte[] whole = System.IO.File.ReadAllBytes(File("dynamic.onnx"));
        for (int percent = 0; percent < 100; percent += 5)
        {
            string path = folder.Write("cut.onnx", whole[..(whole.Length * percent / 100)]);
            Action open = () => OnnxFeatures.Open(path, Small);
            open.Should().Throw<UcamException>().Which.File.Should().Be(path);
        }
    }

    [Fact]
    public void Settings_out_of_range_are_named()
    {
        foreach ((PictureInput wrong, string key) in new[]
        { (Small with { Size = 1 }, "size"), (Small with { Crop = 0 }, "crop"), (Small with { Mean = [1, 1] }, "mean"),
            (Small with { Mean = [1], Std = [1, 1, 1] }, "std"), (Small with { Std = [1, 1, 0] }, "std[3]"),
            (Small with { Range = double.NaN }, "range"), (Small with { Batch = 0 }, "batch"), (Small with { Output = " " }, "output") })
            wrong.Invoking(o => Settings.Check(o, SettingsPlace.InFile)).Should().Throw<UcamException>().Which.Field.Should().Be(key);
    }
}
