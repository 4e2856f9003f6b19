namespace Ucam.Browser.Tests.Asking;

[Collection(SiteCollection.Name)]
public class ChangeTests(Chromium chromium, Site site)
{
    private const string Asked = "What colour is the ball?";

    [Fact]
    public async Task A_covered_picture_is_asked_anew_and_undone()
    {
        await using Visit visit = await Squares();
        string before = await visit.Page.Locator("#candidates").InnerTextAsync();
        await visit.Page.GetByLabel("cover").CheckAsync();
        await visit.Page.GetByLabel("Size").FillAsync("30");
        await visit.Page.Locator("#canvas").ScrollIntoViewIfNeededAsync();
        LocatorBoundingBoxResult box = (await visit.Page.Locator("#canvas").BoundingBoxAsync())!;
        await visit.Page.Mouse.MoveAsync(box.X + box.Width * 0.25f, box.Y + box.Height * 0.25f);
        await visit.Page.Mouse.DownAsync();
        await visit.Asking(() => visit.Page.Mouse.MoveAsync(box.X + box.Width * 0.25f, box.Y + box.Height * 0.75f, new() { Steps = 5 }));
        await visit.Page.Mouse.UpAsync();
        await Assertions.Expect(visit.Page.Locator("#candidates")).Not.ToHaveTextAsync(before);
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Undo all" }).ClickAsync();
        await Assertions.Expect(visit.Page.Locator("#candidates")).ToHaveTextAsync(before, new() { UseInnerText = true });
        visit.Errors.Should().BeEmpty();
    }

    [Fact]
    public async Task A_word_that_is_changed_is_asked_at_once()
    {
        await using Visit visit = await Squares();
        ILocator word = visit.Page.GetByLabel("Word 2");
        (await word.InputValueAsync()).Should().Be("colour");
        await visit.Asking(() => word.FillAsync("shape"));
        await Assertions.Expect(visit.Page.GetByLabel("Question", new() { Exact = true })).ToHaveValueAsync("What shape is the ball?");
        await Assertions.Expect(visit.Page.Locator("#asked")).ToHaveTextAsync("What shape is the ball?");
        await visit.Asking(() => word.FillAsync("flavour"));
        await Assertions.Expect(visit.Page.Locator("#unknown")).ToContainTextAsync("flavour");
        await word.FillAsync("");
        await word.BlurAsync();
        await Assertions.Expect(visit.Page.Locator("#words li")).ToHaveCountAsync(4);
    }

    [Fact]
    public async Task What_each_word_does_adds_up_to_what_the_server_says_of_the_question()
    {
        await using Visit visit = await chromium.Asked(site);
        await visit.Page.GetByLabel("what each word does").CheckAsync();
        ILocator parts = visit.Page.Locator("#parts");
        await Assertions.Expect(parts).ToContainTextAsync("by the question");
        IReadOnlyList<string> shares = await visit.Page.Locator("#words .share").AllInnerTextsAsync();
        double sum = shares.Sum(share => double.Parse(share.Replace('−', '-'), System.Globalization.CultureInfo.InvariantCulture));
        string told = (await parts.InnerTextAsync()).Split(", ").Single(part => part.EndsWith("by the question", StringComparison.Ordinal));
        double question = double.Parse(told.Split(' ')[0].Replace('−', '-'), System.Globalization.CultureInfo.InvariantCulture);
        sum.Should().BeApproximately(question, 0.005 * (shares.Count + 1));
        await visit.Page.GetByLabel("what each word does").UncheckAsync();
        await Assertions.Expect(parts).ToBeEmptyAsync();
    }

    private async Task<Visit> Squares()
    {
        Visit visit = await chromium.Open(site.Address);
        await visit.Page.GetByLabel("Question", new() { Exact = true }).FillAsync(Asked);
        await visit.Page.GetByLabel("Model", new() { Exact = true }).SelectOptionAsync("scenes");
        await visit.Page.GetByLabel("Picture", new() { Exact = true }).SetInputFilesAsync(AskPage.Squares());
        await visit.Answered();
        return visit;
    }
}
