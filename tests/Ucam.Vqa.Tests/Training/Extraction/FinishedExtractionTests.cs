using Ucam.Vqa.Training.Extraction;

namespace Ucam.Vqa.Tests.Training.Extraction;

/// <summary>An extraction that is resumed where its file is whole already.</summary>
public sealed class FinishedExtractionTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly string _network;

    public FinishedExtractionTests() => _network = _folder.Write("network.bin", [1, 2, 3]);

    public void Dispose() => _folder.Dispose();

    private string Picture(int number, byte value)
    {
        string path = Path.Combine(Directory.CreateDirectory(_folder["pictures"]).FullName, $"{number:d6}.png");
        new Picture(8, 8, [.. Enumerable.Repeat(value, 192)]).SavePng(path);
        return path;
    }

    // How many pictures the network saw.
    private int Run(bool resume = true, bool skip = false)
    {
        // Times of files move on in steps of a few milliseconds.
        Thread.Sleep(50);
        int seen = 0;
        using var network = new Means { Seen = count => seen = count };
        ResumableExtraction.Run(network, PictureSource.FromPath(_folder["pictures"]), _folder["f"],
            new ExtractionOptions { Resume = resume, SkipBad = skip, MadeOf = [_network] }, null, TestContext.Current.CancellationToken);
        return seen;
    }

    private void Finish()
    {
        for (int i = 0; i < 3; i++) Picture(i, (byte)(10 * i));
        Run().Should().Be(3);
        Thread.Sleep(50);
    }

    [Fact]
    public void It_does_nothing_and_leaves_the_file_as_it_is()
    {
        Finish();
        DateTime made = File.GetLastWriteTimeUtc(_folder["f"]);
        Run().Should().Be(0);
        File.GetLastWriteTimeUtc(_folder["f"]).Should().Be(made);
        Run(resume: false).Should().Be(3, "it was not asked to go on");
    }

    [Theory]
    [InlineData("a picture of other contents", 3)]
    [InlineData("a picture of other contents and an old time", 3)]
    [InlineData("a picture more", 4)]
    [InlineData("a picture less", 2)]
    [InlineData("another network", 3)]
    [InlineData("a damaged file", 3)]
    public void It_begins_anew_where_something_has_changed(string what, int pictures)
    {
        Finish();
        switch (what)
        {
            case "a picture of other contents": Picture(1, 99); break;
            case "a picture of other contents and an old time": File.SetLastWriteTimeUtc(Picture(1, 99), new DateTime(2020, 1, 1)); break;
            case "a picture more": Picture(3, 99); break;
            case "a picture less": File.Delete(Picture(1, 0)); break;
            case "another network": File.WriteAllBytes(_network, [1, 2, 4]); break;
            default: File.WriteAllBytes(_folder["f"], File.ReadAllBytes(_folder["f"])[..100]); break;
        }
        Run().Should().Be(pictures);
        Thread.Sleep(50);
        Run().Should().Be(0);
    }

    [Fact]
    public void Pictures_that_could_not_be_read_are_tried_again()
    {
        File.WriteAllBytes(Picture(1, 0), [1, 2, 3]);
        Picture(0, 0);
        Run(skip: true).Should().Be(1);
        Run(skip: true).Should().Be(1);
    }
}
