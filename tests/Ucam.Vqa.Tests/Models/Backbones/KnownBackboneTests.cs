using Ucam.Vqa.Models.Backbones;
using Ucam.Vqa.Training.Extraction;

namespace Ucam.Vqa.Tests.Models.Backbones;

/// <summary>Networks of public packages by their names. The packages are not here, so that a small network stands in for the file.</summary>
public sealed class KnownBackboneTests
{
    private static readonly KnownBackbone Small = new("small", "Ucam.Tests.Nowhere", "1.0.0", $"ucam-test-{Guid.NewGuid():N}/net.onnx",
        new PictureInput { Crop = 1, Output = "hidden" });

    [Fact]
    public void A_package_that_is_not_there_is_refused_with_what_to_add()
    {
        Action find = () => Small.Find();
        find.Should().Throw<UcamException>().Which.Message.Should()
            .ContainAll("dotnet add package Ucam.Tests.Nowhere --version 1.0.0", "-p:ResNet18=true", AppContext.BaseDirectory).And.NotContain("\n");
    }

    [Fact]
    public void A_file_beside_the_application_is_opened_with_the_network_s_settings()
    {
        string path = Path.Combine(AppContext.BaseDirectory, Small.File);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        try
        {
            File.Copy(Repository.Fixture("onnx", "classes.onnx"), path);
            using (IFeatureBackbone own = FeatureBackbones.OpenKnown(Small)) (own.InputSize, own.Rows).Should().Be((16, 8));
            using IFeatureBackbone wide = FeatureBackbones.OpenKnown(Small, side: 32);
            (wide.InputSize, wide.Rows).Should().Be((32, 16));
        }
        finally
        {
            Directory.Delete(Path.GetDirectoryName(path)!, recursive: true);
        }
    }

    [Fact]
    public void ResNet_18_takes_what_its_makers_trained_it_on()
    {
        KnownBackbone known = KnownBackbone.Catalogue.Find("resnet18")!;
        Settings.Check(known.Settings);
        known.Said.Should().Be("87.5 % of the short side, the middle; blue first, 0 to 255, less 103.06, 115.9, 123.15, over 1, 1, 1; "
            + "features ReLU393_Output_0");
        var grey = new float[3 * 224 * 224];
        known.Settings.Fill([.. Enumerable.Repeat<byte[]>([255, 128, 0], 224 * 224).SelectMany(pixel => pixel)], grey);
        new[] { grey[0], grey[224 * 224], grey[2 * 224 * 224] }.Select(v => (double)v).ToArray()
            .ShouldBeNear([0 - 103.06, 128 - 115.90, 255 - 123.15], 1e-4);
    }
}
