using Ucam.Explanations.Onnx;
using Ucam.Imaging;

namespace Ucam.Tests.Explanations.Onnx;

/// <summary>Files as the processors of transformers write them.</summary>
public sealed class HubPicturesTests : IDisposable
{
    private const string Halves = """ "image_mean": [0.5, 0.5, 0.5], "image_std": [0.5, 0.5, 0.5] """;

    private readonly TemporaryFolder _folder = new();

    private (PictureInput Input, IReadOnlyList<string> Notes) Read(string json) => HubPictures.Read(_folder.Write("preprocessor_config.json", json));

    [Theory]
    [InlineData("""{"size": {"height": 224, "width": 224}, "resample": 2, "image_processor_type": "ViTImageProcessor", """, 224, 224, true, "Bilinear")]
    [InlineData("""{"size": 224, "feature_extractor_type": "ViTFeatureExtractor", """, 224, 224, true, "Bilinear")]
    [InlineData("""{"size": {"height": 256, "width": 256}, "crop_size": {"height": 224, "width": 224}, "do_center_crop": true, "resample": 3, """, 224,
        256, true, "Bicubic")]
    [InlineData("""{"size": {"shortest_edge": 224}, "crop_size": 224, "do_center_crop": true, "resample": 1, """, 224, 224, false, "Lanczos")]
    [InlineData("""{"size": 256, "crop_size": 224, "do_center_crop": true, "feature_extractor_type": "CLIPFeatureExtractor", """, 224, 256, false,
        "Bilinear")]
    [InlineData("""{"size": {"shortest_edge": 224}, "crop_pct": 0.875, "resample": 3, "image_processor_type": "ConvNextImageProcessor", """, 224, 256,
        false, "Bicubic")]
    [InlineData("""{"size": 224, "crop_pct": null, "feature_extractor_type": "ConvNextFeatureExtractor", """, 224, 256, false, "Bilinear")]
    [InlineData("""{"size": 384, "crop_pct": 0.9, "feature_extractor_type": "ConvNextFeatureExtractor", """, 384, 384, true, "Bilinear")]
    public void Sides_mean_what_they_mean_to_the_processor(string begin, int size, int edge, bool stretch, string filter)
    {
        (PictureInput input, IReadOnlyList<string> notes) = Read(begin + Halves + "}");
        input.Size.Should().Be(size);
        input.Resize.Should().Be(new HubResize(edge, stretch, Enum.Parse<PictureFilter>(filter)));
        notes.Should().ContainSingle().Which.Should().StartWith("pictures as preprocessor_config.json says: ").And.Contain("--settings overrules");
        (input.Range, input.Mean, input.Std).Should().BeEquivalentTo((1.0, new[] { 0.5, 0.5, 0.5 }, new[] { 0.5, 0.5, 0.5 }));
    }

    [Theory]
    // 0.00392156862745098 is a 255th.
    [InlineData(""" "do_rescale": true, "rescale_factor": 0.00392156862745098, "do_normalize": false """, 1, 0, 1)]
    [InlineData(""" "do_rescale": false, "do_normalize": false """, 255, 0, 1)]
    [InlineData(""" "rescale_factor": 0.00784313725490196, "rescale_offset": true, "do_normalize": false """, 2, 1, 1)]
    [InlineData(""" "do_normalize": true, "image_mean": [0.1, 0.1, 0.1], "image_std": [0.2, 0.2, 0.2] """, 1, 0.1, 0.2)]
    [InlineData(""" "include_top": true, "image_mean": [0.1, 0.1, 0.1], "image_std": [0.2, 0.2, 0.2] """, 1, 0.1, 0.04)]
    [InlineData(""" "image_std": [0.2, 0.2, 0.2] """, 1, 0, 1)]
    [InlineData(""" "image_processor_type": "MobileViTImageProcessor" """, 1, 0, 1)]
    public void Numbers_are_scaled_as_it_says(string rest, double range, double mean, double std)
    {
        PictureInput input = Read($$"""{"size": {"height": 16, "width": 16}, {{rest}}}""").Input;
        input.Range.Should().BeApproximately(range, 1e-8);
        input.Mean.Should().AllSatisfy(value => value.Should().BeApproximately(mean, 1e-12));
        input.Std.Should().AllSatisfy(value => value.Should().BeApproximately(std, 1e-12));
    }

    [Fact]
    public void Blue_comes_first_where_channels_are_turned() =>
        Read("""{"size": {"height": 16, "width": 16}, "do_flip_channel_order": true}""").Input.Order.Should().Be(ChannelOrder.Bgr);

    [Theory]
    [InlineData("""{"size": {"height": 16, "width": 16}, "do_pad": true}""", "do_pad is not followed")]
    [InlineData("""{"size": {"height": 16, "width": 16}, "resample": 0}""", "resampled bilinearly, not by the filter 0")]
    [InlineData("""{"size": {"height": 16, "width": 16}, "do_resize": false}""", "pictures are resized though do_resize is false")]
    [InlineData("""{"size": {"shortest_edge": 16}}""", "the middle 16×16 is cut out of what keeps its proportions")]
    [InlineData("""{"size": 16}""", "size 16 is taken for both sides")]
    [InlineData("""{"size": 16, "do_normalize": true}""", "do_normalize without image_mean and image_std takes ImageNet's")]
    [InlineData("""{"size": 16, "do_normalize": true, "image_std": [0.2]}""",
        "do_normalize without image_mean and image_std takes ImageNet's; image_std alone is not followed")]
    [InlineData("""{"size": 64, "image_processor_type": "ViTImageProcessor"}""", "pictures are not normalised, since it says nothing of it")]
    [InlineData("""{"size": 16, "image_std": [0.2, 0.2, 0.2]}""", "image_std alone is not followed; pictures are not normalised")]
    [InlineData("""{"size": 16, "image_mean": [0.2, 0.2, 0.2]}""", "image_mean alone is not followed; pictures are not normalised")]
    [InlineData("""{"size": 16, "crop_pct": 0.9}""", "crop_pct is not followed")]
    [InlineData("""{"size": 32, "crop_size": 16}""", "crop_size without do_center_crop is not followed")]
    public void What_is_not_followed_is_told(string json, string told) =>
        Read(json).Notes.Should().Contain(note => note.StartsWith("preprocessor_config.json: " + told, StringComparison.Ordinal));

    [Theory]
    [InlineData("""{"size": 16, "do_normalize": false, "image_processor_type": "ViTImageProcessor"}""")]
    [InlineData("""{"size": {"height": 16, "width": 16}, "image_processor_type": "MobileViTImageProcessor"}""")]
    [InlineData("""{"size": {"height": 16, "width": 16}, "crop_size": 16, "do_center_crop": false, "do_normalize": false}""")]
    public void What_is_followed_is_not_told(string json) => Read(json).Notes.Should().ContainSingle();

    [Theory]
    [InlineData("{", "preprocessor_config.json cannot be used: ")]
    [InlineData("[]", "it is no JSON object")]
    [InlineData("{}", "size is missing")]
    [InlineData("""{"size": {"height": 16, "width": 8}}""", "size is 16×8; only square pictures are made")]
    [InlineData("""{"size": {"longest_edge": 16}}""", "size is {\"longest_edge\": 16}; a number, height and width, or shortest_edge is taken")]
    [InlineData("""{"size": {"shortest_edge": 16, "longest_edge": 32}}""", "a number, height and width")]
    [InlineData("""{"size": 0}""", "size has a side that is no whole number above 0")]
    [InlineData("""{"size": 4000}""", "size makes pictures of 4000 pixels")]
    [InlineData("""{"size": 64, "image_processor_type": "ConvNextImageProcessor", "crop_pct": 0}""",
        "crop_pct is 0; it must be above 0 and at most 1")]
    [InlineData("""{"size": 64, "image_processor_type": "ConvNextImageProcessor", "crop_pct": -1}""", "crop_pct is -1; it must be above 0")]
    [InlineData("""{"size": 64, "image_processor_type": "PoolFormerImageProcessor", "crop_pct": 1.5}""", "crop_pct is 1.5; it must be above 0")]
    [InlineData("""{"size": 64, "image_processor_type": "ConvNextImageProcessor", "crop_pct": 1e-9}""",
        "size makes pictures of 2147483647 pixels before they are cut; at most 4096")]
    [InlineData("""{"size": {"shortest_edge": 5000}, "crop_size": 64, "do_center_crop": true}""",
        "size makes pictures of 5000 pixels before they are cut")]
    [InlineData("""{"size": "large"}""", "size is no size")]
    [InlineData("""{"size": 16, "crop_size": 32, "do_center_crop": true}""", "crop_size is 32, more than the 16 pixels")]
    [InlineData("""{"size": 16, "do_center_crop": "yes"}""", "do_center_crop is not true or false")]
    [InlineData("""{"size": 16, "rescale_factor": 0}""", "rescale_factor is 0; it must be above 0")]
    [InlineData("""{"size": 16, "image_mean": [1, 2], "image_std": [1, 2]}""", "image_mean has 2 numbers")]
    [InlineData("""{"size": 16, "image_mean": [1], "image_std": [1, 1, 1]}""", "image_std has 3 numbers where image_mean has 1")]
    [InlineData("""{"size": 16, "image_mean": [1], "image_std": [0]}""", "image_std has a number that is not above 0")]
    public void What_cannot_be_done_is_refused_in_one_line(string json, string said) =>
        FluentActions.Invoking(() => Read(json)).Should().Throw<UcamException>().Which.Message.Should()
            .StartWith(_folder["preprocessor_config.json"]).And.Contain(said).And.NotContain("\n").And.Contain("--settings");

    public void Dispose() => _folder.Dispose();
}
