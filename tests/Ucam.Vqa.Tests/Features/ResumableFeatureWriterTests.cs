using Ucam.Vqa.Features;
using static TorchSharp.torch;

namespace Ucam.Vqa.Tests.Features;

public sealed class ResumableFeatureWriterTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Where_the_folder_is_gone_the_end_is_told_once_and_in_plain_words()
    {
        string folder = _folder["out"];
        Directory.CreateDirectory(folder);
        Action write = () =>
        {
            using var scope = NewDisposeScope();
            using var writer = ResumableFeatureWriter.Open(Path.Combine(folder, "f.safetensors"), (1, 1, 2), "made", resume: false);
            writer.Append(ones(3, 1, 2), 3, []);
            Directory.Delete(folder, recursive: true);
            writer.Commit([1, 2, 3], new Dictionary<string, string>());
        };
        // On Windows what is open cannot be removed.
        if (OperatingSystem.IsWindows()) return;
        write.Should().Throw<UcamException>().WithMessage("*f.safetensors*");
    }
}
