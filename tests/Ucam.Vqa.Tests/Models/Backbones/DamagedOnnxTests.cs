using CsCheck;
using Ucam.Vqa.Models.Backbones;

namespace Ucam.Vqa.Tests.Models.Backbones;

/// <summary>Damaged ONNX files that are to be given another side.</summary>
public sealed class DamagedOnnxTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Damage_of_any_kind_is_one_line_or_another_network_and_never_a_crash()
    {
        byte[] whole = File.ReadAllBytes(Repository.Fixture("onnx", "classes.onnx"));
        var input = new PictureInput { Crop = 1, Output = "hidden" };
        Gen.Select(Gen.Double[0, 0.999], Gen.Byte, Gen.Int[0, 2]).Sample((at, value, change) =>
        {
            int i = (int)(at * whole.Length);
            string path = _folder.Write("net.onnx", change switch
            {
                0 => [.. whole[..i], value, .. whole[(i + 1)..]],
                1 => whole[..i],
                _ => [.. whole[..i], value, .. whole[i..]],
            });
            try
            {
                using OnnxFeatures wide = OnnxFeatures.OpenWidened(path, input, 32);
                wide.InputSize.Should().Be(32);
            }
            catch (UcamException e)
            {
                e.Message.Should().NotContain("\n");
            }
        }, iter: Damage.Count(300), threads: 1);
    }
}
