namespace Ucam.Tests.Basics;

public sealed class LeftoversTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_dead_run_s_file_goes_and_a_living_one_s_and_a_user_s_stay()
    {
        string dead = Leftovers.TemporaryName(_folder["a"]), living = Leftovers.TemporaryName(_folder["b"]), user = _folder["c.tmp"];
        foreach (string file in new[] { dead, living, user })
        {
            File.WriteAllText(file, "half");
            File.SetLastWriteTimeUtc(file, DateTime.UtcNow.AddMinutes(-1));
        }
        using (new FileStream(living, FileMode.Open, FileAccess.ReadWrite, FileShare.None)) Leftovers.Clean();
        (File.Exists(dead), File.Exists(living), File.Exists(user)).Should().Be((false, true, true));
    }

    [Fact]
    public void A_dead_run_s_file_goes_too_whose_time_is_ahead_of_the_clock()
    {
        string dead = Leftovers.TemporaryName(_folder["a"]);
        File.WriteAllText(dead, "half");
        File.SetLastWriteTimeUtc(dead, DateTime.UtcNow.AddDays(30));
        Leftovers.Clean();
        File.Exists(dead).Should().BeFalse();
    }

    [Fact]
    public void A_dead_comparison_s_working_folder_goes_and_a_living_one_s_stays()
    {
        string dead = _folder["work-a"], living = _folder["work-b"];
        Directory.CreateDirectory(dead);
        using FileStream held = Ucam.Studies.Comparison.WorkFolder.Hold(living);
        foreach (string work in new[] { dead, living }) Directory.SetLastWriteTimeUtc(work, DateTime.UtcNow.AddMinutes(-1));
        Ucam.Studies.Comparison.WorkFolder.Clean(_folder.Path);
        (Directory.Exists(dead), Directory.Exists(living)).Should().Be((false, true));
    }
}
