namespace Ucam.Tests.Basics;

public class CatalogueTests
{
    private readonly Catalogue<string> _catalogue = new("a thing", name => name, "own");

    [Fact]
    public void What_is_added_comes_after_the_librarys_own()
    {
        IReadOnlyList<string> before = _catalogue.All;
        _catalogue.Add("added");
        _catalogue.All.Should().Equal("own", "added");
        _catalogue.Find("added").Should().Be("added");
        _catalogue.Find("other").Should().BeNull();
        before.Should().Equal("own");
    }

    [Theory]
    [InlineData("own", "There is a thing 'own' already; give yours another name.")]
    [InlineData("reserved", "There is a thing 'reserved' already; give yours another name.")]
    [InlineData("", "'' is no name for a thing; use lower-case letters, digits, - and _.")]
    [InlineData("Two words", "'Two words' is no name for a thing; use lower-case letters, digits, - and _.")]
    public void A_name_that_is_taken_or_none_is_refused(string name, string message)
    {
        var add = () => _catalogue.Add(name, ["reserved"]);
        add.Should().Throw<UcamException>().WithMessage(message).Which.Field.Should().Be("name");
        _catalogue.All.Should().Equal("own");
    }

    [Fact]
    public void Several_threads_may_add_and_enumerate()
    {
        Parallel.For(0, 200, i =>
        {
            _catalogue.Add($"n{i}");
            _catalogue.All.Should().Contain($"n{i}").And.OnlyHaveUniqueItems();
        });
        _catalogue.All.Should().HaveCount(201);
    }

    [Fact]
    public void Of_one_name_one_thread_gets_it()
    {
        int refused = 0;
        Parallel.For(0, 50, _ =>
        {
            try
            {
                _catalogue.Add("same");
            }
            catch (UcamException)
            {
                Interlocked.Increment(ref refused);
            }
        });
        refused.Should().Be(49);
    }
}
