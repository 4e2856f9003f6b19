using Ucam.Explanations.Onnx;
using static TorchSharp.torch;

namespace Ucam.Tests.Explanations.Onnx;

public sealed class HubFilesTests : IDisposable
{
    private const string Preprocessor = "preprocessor_config.json", Config = "config.json";

    private readonly TemporaryFolder _folder = new();

    private string Net(string name = "softmax.onnx", string at = "")
    {
        Directory.CreateDirectory(_folder[at]);
        string path = Path.Combine(_folder[at], "model.onnx");
        File.Copy(Repository.Fixture("onnx", name), path);
        return path;
    }

    [Fact]
    public void They_lie_beside_the_file_or_above_a_folder_of_exports()
    {
        string beside = _folder.Write(Config, "{}");
        HubFiles.Of(_folder["model.onnx"]).Should().Be(new HubFiles(null, beside));
        HubFiles.Of(_folder.File("onnx", "model.onnx")).All.Should().Equal(beside);
        HubFiles.Of(_folder.File("other", "model.onnx")).All.Should().BeEmpty();
    }

    [Fact]
    public void A_picture_becomes_the_input_that_they_say_and_settings_overrule()
    {
        using var scope = NewDisposeScope();
        _folder.Write(Preprocessor, """{"size": {"height": 16, "width": 16}, "image_mean": [0.5, 0.5, 0.5], "image_std": [0.25, 0.25, 0.25]}""");
        using OnnxModel model = OnnxModel.Open(Net());
        var white = new Picture(40, 20, [.. Enumerable.Repeat((byte)255, 40 * 20 * 3)]);
        Tensor input = model.Input(white);
        input.shape.Should().Equal(1, 3, 16, 16);
        input.Numbers().Should().AllSatisfy(value => value.Should().BeApproximately((1 - 0.5) / 0.25, 1e-6));
        model.Shown(white).Width.Should().Be(16);
        model.Notes.Should().ContainSingle();
        model.Input(white, new PictureInput { Size = 32, Mean = [0, 0, 0], Std = [1, 1, 1] }).sum().item<float>().Should().Be(3 * 32 * 32);
        model.Forward([input]).Scores.shape.Should().Equal(1, 4);
    }

    [Fact]
    public void The_size_in_the_config_counts_where_nothing_else_says_one()
    {
        _folder.Write(Config, """{"image_size": 48}""");
        using OnnxModel model = OnnxModel.Open(Net());
        model.Shown(new Picture(60, 50, new byte[60 * 50 * 3])).Height.Should().Be(48);
    }

    [Theory]
    [InlineData("1000000", "image_size makes pictures of 1000000 pixels; from 8 to 2048 are taken")]
    [InlineData("7", "image_size makes pictures of 7 pixels")]
    [InlineData("[32, 48]", "image_size is 32×48; only square pictures are made")]
    [InlineData("0", "image_size has a side that is no whole number above 0")]
    [InlineData("-5", "image_size has a side that is no whole number above 0")]
    public void A_size_in_the_config_that_no_picture_is_made_of_is_refused_until_settings_say_another(string size, string said)
    {
        string config = _folder.Write(Config, $$"""{"image_size": {{size}}}""");
        using OnnxModel model = OnnxModel.Open(Net());
        var picture = new Picture(16, 16, new byte[16 * 16 * 3]);
        FluentActions.Invoking(() => model.Shown(picture)).Should().Throw<UcamException>().Which.Message.Should().StartWith(config).And.Contain(said)
            .And.Contain("--settings");
        model.Shown(picture, new PictureInput { Size = 24 }).Width.Should().Be(24);
    }

    [Fact]
    public void A_size_that_the_file_does_not_take_is_refused()
    {
        _folder.Write(Preprocessor, """{"size": {"height": 32, "width": 32}}""");
        using OnnxModel model = OnnxModel.Open(Net("half.onnx"));
        FluentActions.Invoking(() => model.Shown(new Picture(16, 16, new byte[16 * 16 * 3]))).Should().Throw<UcamException>()
            .WithMessage("*takes pictures of 16 pixels*beside it make 32*");
    }

    [Theory]
    [InlineData("""{"id2label": {"1": "dog", "0": "cat"}}""", "cat dog", "names of the 2 classes as config.json says; --labels overrules")]
    [InlineData("""{"id2label": {"1": "dog", "2": "cow"}}""", "", "config.json: id2label does not name the classes from 0 on, and is left out")]
    [InlineData("""{"id2label": ["cat", "dog"]}""", "", "id2label does not name the classes from 0 on, and is left out")]
    [InlineData("""{"id2label": {"0": "a", "1": "b", "2": 1, "3": null}}""", "", "id2label does not name the classes from 0 on, and is left out")]
    [InlineData("""{"id2label": {"0": "a", "1": "b", "more": "c"}}""", "", "id2label does not name the classes from 0 on, and is left out")]
    [InlineData("""{"debug": true}""", "", null)]
    [InlineData("not JSON", "", "cannot be used")]
    public void Classes_are_called_as_the_config_says(string json, string names, string? told)
    {
        _folder.Write(Config, json);
        using OnnxModel model = OnnxModel.Open(Net());
        string.Join(' ', model.Classes).Should().Be(names);
        if (told is null) model.Notes.Should().BeEmpty();
        else model.Notes[^1].Should().Contain(told);
    }

    public void Dispose() => _folder.Dispose();
}
