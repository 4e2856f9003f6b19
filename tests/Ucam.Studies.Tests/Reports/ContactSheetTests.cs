using Ucam.Vqa;

namespace Ucam.Studies.Tests.Reports;

public class ContactSheetTests
{
    private static readonly Picture Shown = Pictures.Noise(60, 40, 2);

    private static SheetPanel Panel(string title = "Grad-CAM", int peak = 0)
    {
        var values = new float[4, 4];
        values[peak / 4, peak % 4] = 3;
        return new SheetPanel(title, ActivationMap.FromRaw(MapKind.Other, values), "0 to 3 logit");
    }

    private static SheetPanel[] Panels(int count) => [.. Enumerable.Range(0, count).Select(i => Panel(peak: i))];

    private static Rgb At(Picture picture, int x, int y)
    {
        ReadOnlySpan<byte> pixel = picture.Rgb.Slice((y * picture.Width + x) * 3, 3);
        return new Rgb(pixel[0], pixel[1], pixel[2]);
    }

    [Fact]
    public void An_answer_stands_above_the_maps_with_how_likely_it_is_right()
    {
        Picture With(Answer? answer) => ContactSheet.Render(Shown, Panels(2), new ContactSheetOptions { Heading = "What is it?", Answer = answer });
        Answer longer = Answers.Certain(string.Concat(Enumerable.Repeat("something in what it looked at speaks against the answer ", 90)));
        int none = With(null).Height, known = With(Answers.Certain()).Height;
        known.Should().BeGreaterThan(none + 100);
        With(longer).Height.Should().Be(known + 21, "a reason takes two lines at most");
        Same(With(Answers.Certain()), With(Answers.Certain(probability: 0.93))).Should().BeFalse();
        Same(With(Answers.Make()), With(Answers.Make() with { Text = "blue" })).Should().BeFalse();
    }

    [Fact]
    public void Maps_fill_rows_of_the_given_length()
    {
        Picture one = ContactSheet.Render(Shown, Panels(3)), two = ContactSheet.Render(Shown, Panels(5)),
            wide = ContactSheet.Render(Shown, Panels(5), new ContactSheetOptions { Columns = 6 });
        two.Width.Should().Be(one.Width + 260, "five in a row where there were four");
        two.Height.Should().BeGreaterThan(one.Height + 240);
        wide.Height.Should().Be(one.Height);
        ContactSheet.Render(Shown, Panels(1)).Width.Should().Be(3 * 260 - 20 + 72, "the legend needs room");
    }

    [Fact]
    public void The_legend_shows_the_colours_from_end_to_end()
    {
        foreach (ColourMap colours in new[] { ColourMap.Viridis, ColourMap.Cividis })
        {
            Picture sheet = ContactSheet.Render(Shown, Panels(2), new ContactSheetOptions { Colours = colours });
            int[] rows = [.. Enumerable.Range(0, sheet.Height).Where(y => At(sheet, 36, y) == colours[0] && At(sheet, 36 + 259, y) == colours[1])];
            rows.Should().HaveCountGreaterThanOrEqualTo(10);
        }
    }

    [Fact]
    public void Colours_lie_over_the_picture_and_contours_leave_it_bare()
    {
        var grey = new Picture(40, 40, [.. Enumerable.Repeat((byte)128, 40 * 40 * 3)]);
        Picture colours = ContactSheet.Render(grey, Panels(1)),
            lines = ContactSheet.Render(grey, Panels(1), new ContactSheetOptions { Contours = true });
        (int x, int y) = (36 + 260 + 200, 36 + 12 + 200);
        At(lines, x, y).Should().Be(new Rgb(128, 128, 128));
        At(colours, x, y).Should().NotBe(new Rgb(128, 128, 128));
    }

    [Fact]
    public void The_same_input_gives_the_same_pixels_and_every_text_shows()
    {
        var options = new ContactSheetOptions { Title = "cat.png", Heading = "What is it?", Subtitle = "scenes: the model's answer" };
        Picture sheet = ContactSheet.Render(Shown, Panels(2), options);
        Same(sheet, ContactSheet.Render(Shown, Panels(2), options)).Should().BeTrue();
        foreach (ContactSheetOptions other in new[]
        { options with { Title = "dog.png" }, options with { Heading = "Who is it?" }, options with { Subtitle = "photos" } })
            Same(sheet, ContactSheet.Render(Shown, Panels(2), other)).Should().BeFalse();
        SheetPanel noted = Panel() with { Note = "agreement 0.31" };
        Same(ContactSheet.Render(Shown, [noted]), ContactSheet.Render(Shown, [Panel()])).Should().BeFalse();
        Same(ContactSheet.Render(Shown, [noted]), ContactSheet.Render(Shown, [noted with { IsWarning = true }])).Should().BeFalse();
    }

    [Fact]
    public void A_map_of_next_to_nothing_leaves_the_picture_grey()
    {
        float[,] weak = { { 0, 0.001f }, { 0.002f, 0 } };
        ActivationMap map = ActivationMap.FromRaw(MapKind.Doubt, weak), strong = ActivationMap.FromRaw(MapKind.Other, weak);
        static int Coloured(Picture sheet) => sheet.Rgb.ToArray().Chunk(3).Count(rgb => rgb.Max() - rgb.Min() > 40);
        // The bare picture and the legend have colours of their own.
        int none = Coloured(ContactSheet.Render(Shown, [new SheetPanel("a", map)]));
        (Coloured(ContactSheet.Render(Shown, [new SheetPanel("a", strong)])) - none).Should().BeGreaterThan(10_000);
        Coloured(ContactSheet.Render(Shown, [new SheetPanel("a", map), new SheetPanel("b", map)])).Should().Be(none);
    }

    [Fact]
    public void What_cannot_be_drawn_is_refused()
    {
        ((Action)(() => ContactSheet.Render(Shown, []))).Should().Throw<UcamException>();
        ((Action)(() => ContactSheet.Render(Shown, Panels(1), new ContactSheetOptions { Columns = 1 }))).Should().Throw<UcamException>()
            .WithMessage("*Columns*");
        ((Action)(() => ContactSheet.Render(Shown, Panels(1), new ContactSheetOptions { Levels = [1.5] }))).Should().Throw<UcamException>()
            .WithMessage("*Levels*");
    }

    private static bool Same(Picture a, Picture b) => a.Width == b.Width && a.Rgb.SequenceEqual(b.Rgb);
}
