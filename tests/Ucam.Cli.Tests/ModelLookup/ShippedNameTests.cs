namespace Ucam.Cli.Tests.ModelLookup;

/// <summary>A folder or file of the working folder does not stand in for a shipped model of its name.</summary>
public sealed class ShippedNameTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly string _before = Directory.GetCurrentDirectory();

    public ShippedNameTests() => Directory.SetCurrentDirectory(_folder.Path);

    public void Dispose()
    {
        Directory.SetCurrentDirectory(_before);
        _folder.Dispose();
    }

    [Fact]
    public void Folders_named_scenes_and_photos_are_in_nobody_s_way()
    {
        Directory.CreateDirectory("scenes");
        Directory.CreateDirectory("photos");
        string picture = TinyInputs.Picture(_folder, Path.Combine("photos", "cat.png"));
        Cli.Run("ask", picture, "What is this?", "--passes", "2").Code.Should().Be(ExitCode.Success);
        Cli.Run("ask", "photos", "What is this?", "--model", "photos", "--passes", "2").Code.Should().Be(ExitCode.Success);
        Cli.Run("eval", "--model", "scenes", "--set", "scenes", "--pictures", "2", "--passes", "2").Code.Should().Be(ExitCode.Success);
        Cli.Run("explain", "--layers", "--model", "scenes").Code.Should().Be(ExitCode.Success);
    }

    [Fact]
    public void A_file_of_that_name_is_meant_where_a_separator_or_an_extension_says_so()
    {
        File.Copy(TinyInputs.Model(_folder), "scenes");
        File.Copy("scenes", "scenes.safetensors");
        string Model(string name) => Cli.Run("ask", TinyInputs.Picture(_folder), TinyInputs.Question, "--model", name, "--passes", "2").Out;
        Model("scenes").Should().Contain("model scenes").And.NotContain("model tiny");
        foreach (string name in new[] { "./scenes", "scenes.safetensors", _folder.File("scenes") }) Model(name).Should().Contain("model tiny");
    }

    [Fact]
    public void A_folder_that_is_no_shipped_name_is_still_refused()
    {
        Directory.CreateDirectory("mine");
        Cli.Run("ask", TinyInputs.Picture(_folder), TinyInputs.Question, "--model", "mine").ShouldRefuse(ExitCode.Usage, "mine", "is a folder");
    }
}
