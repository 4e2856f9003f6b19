using Ucam.Studies.Reports.Table;
using Ucam.Vqa;

namespace Ucam.Studies.Tests.Reports.Table;

public class ReportPageTests
{
    private const int Answers1000 = 1000, MostBytes = 8_000_000;

    [Fact]
    public void A_thousand_answers_about_a_thousand_pictures_are_at_most_eight_megabytes()
    {
        Answer answer = Answers.Certain() with { Maps = [.. new[] { MapKind.Attention, MapKind.Certainty, MapKind.Doubt }.Select(Noise)] };
        // Nothing compresses worse than noise; ten of them stand for all.
        ReportImage[] images = [.. Enumerable.Range(0, 10).Select(i => ReportImage.Of(Photograph(i), Answers1000))];
        long pictures = images.Sum(image => image.Data.Length) * (Answers1000 / 10);
        ReportItem[] items = [.. Enumerable.Range(0, Answers1000).Select(i =>
            new ReportItem($"{i}.jpg", null, AnswerRow.Of(answer, 0) with { Question = $"What colour is the ball number {i}?" }, RowDetails.Of(answer, false)))];
        using var page = new MemoryStream();
        ReportPage.Write(page, new ReportAbout("t"), items);
        (page.Length + pictures).Should().BeLessThan(MostBytes);
    }

    [Theory]
    [InlineData(1, 448)]
    [InlineData(61, 320)]
    [InlineData(1000, 160)]
    public void Pictures_are_the_smaller_the_more_there_are(int pictures, int side) =>
        (ReportImage.Of(Pictures.Noise(600, 300, 1), pictures) is var image ? (image.Width, image.Height) : default).Should().Be((side, side / 2));

    [Fact]
    public void A_small_picture_is_not_enlarged() => ReportImage.Of(Pictures.Noise(30, 20, 1), 1).Width.Should().Be(30);

    [Fact]
    public void Scripts_are_joined_so_that_each_stands_behind_what_it_uses()
    {
        string joined = TableScripts.Joined();
        joined.Should().NotContain("\nimport ").And.NotContain("\nexport ");
        int[] places = [.. new[] { "function el(", "function paint(", "function arranged(", "class LongList", "class Detail", "class AnswerTable", "getElementById(\"table\")" }
            .Select(text => joined.IndexOf(text, StringComparison.Ordinal))];
        places.Should().BeInAscendingOrder().And.NotContain(-1);
    }

    private static ActivationMap Noise(MapKind kind)
    {
        var random = new Random((int)kind);
        var values = new float[14, 14];
        for (int i = 0; i < values.Length; i++) values[i / 14, i % 14] = random.NextSingle();
        return ActivationMap.FromRaw(kind, values);
    }

    // Waves with noise of some strength, as hard to compress as a photograph.
    private static Picture Photograph(int seed)
    {
        var random = new Random(seed);
        byte[] rgb = [.. Enumerable.Range(0, 400 * 300 * 3).Select(i => (byte)(128 + 60 * Math.Sin(i / 3 % 400 / 15.0 + i / 1200 / 20.0) + random.Next(-25, 25)))];
        return new Picture(400, 300, rgb);
    }
}
