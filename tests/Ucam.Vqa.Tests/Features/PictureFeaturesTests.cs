using TorchSharp;
using Ucam.Vqa.Features;
using Ucam.Vqa.Features.Safetensors;
using Ucam.Vqa.Tests.Training;
using static TorchSharp.torch;

namespace Ucam.Vqa.Tests.Features;

public sealed class PictureFeaturesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly FeatureFile _low, _high;

    public PictureFeaturesTests()
    {
        TinyFiles.Features(_folder.Path, "low", 1, 4);
        TinyFiles.Features(_folder.Path, "high", 11, 5);
        (_low, _high) = (FeatureFile.Open(_folder["low.safetensors"]), FeatureFile.Open(_folder["high.safetensors"]));
    }

    public void Dispose()
    {
        _low.Dispose();
        _high.Dispose();
        _folder.Dispose();
    }

    /// <summary>A set with a question about each picture of these ids; a picture of id 0 has none.</summary>
    private static EncodedQuestionsTests.Items Set(params long[] ids) => new([.. ids.Select((id, p) => new VqaItem
    { QuestionId = 1000 + p, ImageId = id, Picture = p, Question = "Is it?" }).Where(i => i.ImageId != 0)]);

    [Theory]
    [InlineData(0, 1, 2, 3)]
    [InlineData(3, 3, 0)]
    [InlineData(2)]
    public void Pictures_come_from_whichever_file_has_them(params int[] pictures)
    {
        long[] ids = [12, 3, 4, 15];
        PictureFeatures features = PictureFeatures.Of(Set(ids), [_low, _high]);
        (features.Count, features.Rows, features.Columns, features.Channels).Should().Be((4, 2, 2, 6));
        using var scope = NewDisposeScope();
        Tensor read = features.Read(pictures);
        for (int i = 0; i < pictures.Length; i++)
        {
            FeatureFile file = ids[pictures[i]] < 10 ? _low : _high;
            read[i].Numbers().Should().Equal(file.Read([file.IndexOf(ids[pictures[i]])])[0].Numbers());
        }
        features.Fresh(pictures, ScalarType.Float16).Numbers().Should().Equal(read.Numbers());
        features.Read(pictures, CPU).Numbers().Should().Equal(read.Numbers());
    }

    [Fact]
    public void A_feature_that_is_no_number_is_refused_with_file_picture_and_place()
    {
        string path = _folder["bad.safetensors"];
        using (var scope = NewDisposeScope())
        {
            Tensor features = Tensors.Normal(1, 3, 4, 6).to(ScalarType.Float16);
            features[2, 3, 4] = float.NaN;
            SafetensorsWriter.Write(path, FeatureFile.WithGrid(new Dictionary<string, string>(), 2, 2),
                [(FeatureFile.IdsName, tensor(new long[] { 7, 8, 9 })), (FeatureFile.FeaturesName, features)]);
        }
        using FeatureFile bad = FeatureFile.Open(path);
        PictureFeatures read = PictureFeatures.Of(Set(7, 8, 9), [bad]);
        using Tensor good = read.Read([0, 1]);
        var all = () => read.Read([1, 2]);
        all.Should().Throw<UcamException>().WithMessage($"{path}: *picture 9 *row 2, column 2*channel 5*extract them again*")
            .Which.File.Should().Be(path);
    }

    [Fact]
    public void Another_device_gets_32_bit_floats()
    {
        using Tensor moved = PictureFeatures.Of(Set(1, 2), [_low]).Read([1, 0], META);
        (moved.dtype, moved.device_type).Should().Be((ScalarType.Float32, DeviceType.META));
        moved.shape.Should().Equal(2, 4, 6);
    }

    [Fact]
    public void Reading_leaves_no_tensors_behind()
    {
        PictureFeatures features = PictureFeatures.Of(Set(1, 12, 2), [_low, _high]);
        long before = Tensors.Live;
        features.Read([0, 1, 2]).Dispose();
        Tensors.Live.Should().Be(before);
    }

    [Fact]
    public void A_picture_that_no_file_has_is_named_with_its_question()
    {
        var find = () => PictureFeatures.Of(Set(1, 99), [_low, _high]);
        UcamException problem = find.Should().Throw<UcamException>().Which;
        problem.Message.Should().Contain("picture 99 of question 1001").And.Contain("low.safetensors or ").And.Contain("high.safetensors");
    }

    [Fact]
    public void Files_of_two_grids_do_not_go_together()
    {
        TinyFiles.Features(_folder.Path, "wide", 20, 2, channels: 7);
        using FeatureFile wide = FeatureFile.Open(_folder["wide.safetensors"]);
        var find = () => PictureFeatures.Of(Set(1), [_low, wide]);
        find.Should().Throw<UcamException>().WithMessage("*wide.safetensors holds 2×2×7 features*low.safetensors 2×2×6*").Which.File
            .Should().Be(_folder["wide.safetensors"]);
    }
}
