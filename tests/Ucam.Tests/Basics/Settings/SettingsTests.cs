using Ucam.Uncertainty.Losses;

namespace Ucam.Tests.Basics;

public class SettingsTests
{
    private enum Colour { Red, LightBlue }

    private sealed record Inner
    {
        [Above(0, Below = 1)]
        public double HeldOut { get; init; } = 0.5;

        public Colour Colour { get; init; }
    }

    private sealed record Outer : ICrossChecked
    {
        [From(1, 10_000)]
        public int MostSteps { get; init; } = 3;

        [RangeOf(typeof(Outer), nameof(MostSteps))]
        public int? Other { get; init; }

        [Count(1, 2), AtLeast(0)]
        public IReadOnlyList<int> Counts { get; init; } = [1];

        [OneOf("a", "b", OfKeys = true), Above(0)]
        public IReadOnlyDictionary<string, double> Rates { get; init; } = new Dictionary<string, double>();

        [Distinct]
        public IReadOnlyList<string> Names { get; init; } = ["x"];

        [FolderName("it")]
        public string Name { get; init; } = "n";

        public Inner Part { get; init; } = new();

        public IReadOnlyDictionary<string, Inner> Parts { get; init; } = new Dictionary<string, Inner>();

        public int Doubled => 2 * MostSteps;

        void ICrossChecked.Check(SettingsPlace at)
        {
            if (MostSteps == Other) throw at.Wrong(nameof(Other), $"is the same as {at.Key(nameof(MostSteps))}.");
        }
    }

    public static TheoryData<object, string, string> Wrong => new()
    {
        { new Outer { MostSteps = 0 }, "most_steps is 0; it must be from 1 to 10,000.", "MostSteps is 0; it must be from 1 to 10,000." },
        { new Outer { Other = 10_001 }, "other is 10001; it must be from 1 to 10,000.", "Other is 10001; it must be from 1 to 10,000." },
        { new Outer { Counts = [] }, "counts has 0 entries; it must be 1 to 2 long.", "Counts has 0 entries; it must be 1 to 2 long." },
        { new Outer { Counts = [0, -1] }, "counts[2] is -1; it must be at least 0.", "Counts[1] is -1; it must be at least 0." },
        { new Outer { Rates = new Dictionary<string, double> { ["c"] = 1 } }, "rates has 'c'; it must be a or b.", "Rates has 'c'; it must be a or b." },
        { new Outer { Rates = new Dictionary<string, double> { ["b"] = 0 } }, "rates.b is 0; it must be above 0.", "Rates.b is 0; it must be above 0." },
        { new Outer { Names = ["x", "x"] }, "names names one twice: x.", "Names names one twice: x." },
        { new Outer { Name = "a/b" }, "name is 'a/b'; it must be a name*", "Name is 'a/b'; it must be a name*" },
        { new Outer { Part = null! }, "part is missing; *", "Part is missing; *" },
        { new Outer { Part = new Inner { HeldOut = double.NaN } }, "part.held_out is NaN; it must be above 0 and below 1.",
            "Part.HeldOut is NaN; it must be above 0 and below 1." },
        { new Outer { Part = new Inner { Colour = (Colour)7 } }, "part.colour is 7; it must be red or light_blue.",
            "Part.Colour is 7; it must be Red or LightBlue." },
        { new Outer { Parts = new Dictionary<string, Inner> { ["k"] = new() { HeldOut = 1 } } }, "parts.k.held_out is 1; *", "Parts.k.HeldOut is 1; *" },
        { new Outer { Other = 3 }, "other is the same as most_steps.", "Other is the same as MostSteps." },
    };

    [Theory]
    [MemberData(nameof(Wrong), DisableDiscoveryEnumeration = true)]
    public void What_is_wrong_is_named_as_its_writer_knows_it(object settings, string inFile, string inCode)
    {
        UcamException file = settings.Invoking(s => Settings.Check(s, SettingsPlace.InFile)).Should().Throw<UcamException>().WithMessage(inFile).Which;
        UcamException code = settings.Invoking(s => Settings.Check(s)).Should().Throw<UcamException>().WithMessage(inCode).Which;
        (file.Field, code.Field).Should().Be((file.Message.Split(' ')[0], code.Message.Split(' ')[0]));
    }

    [Fact]
    public void The_defaults_are_allowed() => Settings.Check(new Outer());

    [Fact]
    public void Only_what_differs_is_changed_lists_and_records_by_what_is_in_them()
    {
        Settings.Changed(new Outer { Counts = [1], Names = new List<string> { "x" }, Part = new Inner { HeldOut = 0.5 } }).Should().BeEmpty();
        Settings.Changed(new Outer { Counts = [1, 1], Part = new Inner { Colour = Colour.LightBlue } }).Select(c => c.Setting.Name)
            .Should().Equal("Counts", "Part");
    }

    [Fact]
    public void A_new_key_stands_in_the_text_only_where_it_differs()
    {
        SettingsText.Of(new Outer()).Should().Be("{}");
        SettingsText.Of(new Outer { Part = new Inner { Colour = Colour.LightBlue } }).Should().Be("""{"Part":{"Colour":1}}""");
        SettingsText.Of(new AleatoricWeights()).Should().Be("""{"Distorted":1,"Undistorted":1,"VarianceEqualiser":1}""");
    }
}
