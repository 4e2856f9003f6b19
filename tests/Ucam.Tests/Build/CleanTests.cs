using System.Diagnostics;

namespace Ucam.Tests.Build;

public sealed class CleanTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Clean_removes_the_copies_of_TorchSharp_of_every_version_and_nothing_else(bool built)
    {
        foreach (string name in built ? new[] { "torchsharp-0.107.0", "torchsharp-0.1.0", "other" } : [])
        {
            Directory.CreateDirectory(_folder["obj/Release/" + name]);
            File.WriteAllText(_folder[$"obj/Release/{name}/a.dll"], "copy");
        }
        File.WriteAllText(_folder["a.proj"], $"""
            <Project>
              <PropertyGroup><IntermediateOutputPath>obj/Release/</IntermediateOutputPath></PropertyGroup>
              <Target Name="Clean" />
              <Import Project="{Repository.At("src", "Ucam", "buildTransitive", "Ucam.targets")}" />
            </Project>
            """);
        using var build = Process.Start(new ProcessStartInfo("dotnet", ["msbuild", _folder["a.proj"], "-t:Clean", "-nologo", "-nodeReuse:false"])
        { RedirectStandardOutput = true })!;
        string said = build.StandardOutput.ReadToEnd();
        build.WaitForExit();
        build.ExitCode.Should().Be(0, said);
        string[] left = built ? [_folder["obj/Release/other"]] : [];
        (Directory.Exists(_folder["obj/Release"]) ? Directory.GetDirectories(_folder["obj/Release"]) : []).Should().Equal(left);
    }
}
