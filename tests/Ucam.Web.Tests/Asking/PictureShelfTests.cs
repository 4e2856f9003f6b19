using Microsoft.Extensions.Logging.Abstractions;
using Ucam.Web.Asking;

namespace Ucam.Web.Tests.Asking;

public class PictureShelfTests
{
    private static byte[] Png(int side) => Served.Squares(side).EncodePng();

    [Fact]
    public void The_picture_that_was_not_asked_about_for_longest_makes_room()
    {
        using var models = new Models(["scenes"], NullLogger.Instance);
        using var shelf = new PictureShelf(models, 2);
        ShelvedPicture first = shelf.Add(Png(20), "a"), second = shelf.Add(Png(21), "b");
        shelf.Find(first.Id).Should().BeSameAs(first);
        ShelvedPicture third = shelf.Add(Png(22), "c");
        shelf.Count.Should().Be(2);
        shelf.Find(first.Id).Should().BeSameAs(first);
        shelf.Find(third.Id).Should().BeSameAs(third);
        var gone = () => shelf.Find(second.Id);
        gone.Should().Throw<UcamException>().WithMessage("The picture is not kept any more; send it again.");
        var late = () => second.Before(models.All[0].Model).Ask("What is this?");
        late.Should().Throw<ObjectDisposedException>();
    }

    [Fact]
    public void The_same_bytes_are_one_picture_and_large_ones_are_shown_smaller()
    {
        using var models = new Models(["scenes"], NullLogger.Instance);
        using var shelf = new PictureShelf(models, 2);
        ShelvedPicture first = shelf.Add(Png(20), "a");
        shelf.Add(Png(20), "b").Should().BeSameAs(first);
        shelf.Count.Should().Be(1);
        ShelvedPicture large = shelf.Add(new Picture(2048, 1, new byte[2048 * 3]).EncodePng(), "c");
        (large.Shown.Width, large.Shown.Height).Should().Be((1024, 1));
    }

    [Fact]
    public void Models_of_one_name_are_refused_and_all_are_released()
    {
        using var folder = new TemporaryFolder();
        string copy = folder.File("scenes.safetensors");
        File.Copy(Path.Combine(AppContext.BaseDirectory, "models", "scenes.safetensors"), copy);
        var twice = () => new Models(["scenes", copy], NullLogger.Instance);
        twice.Should().Throw<UcamException>().WithMessage("Two models are called 'scenes'*");
    }
}
