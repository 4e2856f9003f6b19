namespace Ucam.Tests.Imaging;

public sealed class PictureSaveAsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("a.png", "89504E47")]
    [InlineData("a.PNG", "89504E47")]
    [InlineData("a.jpg", "FFD8FF")]
    [InlineData("a.jpeg", "FFD8FF")]
    [InlineData("a.jpe", "FFD8FF")]
    [InlineData("a.jfif", "FFD8FF")]
    [InlineData("a.webp", "52494646")]
    public void A_picture_is_written_as_what_it_is_called(string name, string begins)
    {
        Picture picture = Pictures.Noise(20, 10, 1);
        picture.Save(_folder.File(name));
        byte[] bytes = File.ReadAllBytes(_folder.File(name));
        Convert.ToHexString(bytes).Should().StartWith(begins);
        Picture back = Picture.Load(bytes, name);
        (back.Width, back.Height).Should().Be((20, 10));
    }

    [Theory]
    [InlineData("a.bmp")]
    [InlineData("a.gif")]
    [InlineData("a")]
    [InlineData("png")]
    public void Another_name_is_refused_and_nothing_is_written(string name)
    {
        var save = () => Pictures.Noise(2, 2, 1).Save(_folder.File(name));
        save.Should().Throw<UcamException>().WithMessage("*.png, .jpg or .webp*");
        Directory.EnumerateFileSystemEntries(_folder.Path).Should().BeEmpty();
    }
}
