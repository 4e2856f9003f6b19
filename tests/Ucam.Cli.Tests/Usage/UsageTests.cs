namespace Ucam.Cli.Tests.Usage;

public sealed class UsageTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("ask a.png what --colour", "--colour")]
    [InlineData("ask a.png what --model", "--model")]
    [InlineData("ask a.png what --model --card c.png", "--model stands without its value", "'--card'")]
    [InlineData("ask a.png what --seed --json", "--seed stands without its value", "'--json'")]
    [InlineData("train --out --resume --recipe r.yaml", "--out stands without its value", "'--resume'")]
    [InlineData("data check vqa q.json --part --list l.csv", "--part stands without its value", "--part=--list")]
    [InlineData("ask a.png what --model=--card", "'--card': no such model")]
    [InlineData("explain a.png what --maps gradcam", "'gradcam'", "did you mean grad-cam?")]
    [InlineData("data check vqa-rda q.json", "'vqa-rda' is no format", "did you mean vqa-rad?")]
    [InlineData("ask a.png", "question")]
    [InlineData("ask a.png what --passes many", "'many'", "--passes", "whole number")]
    [InlineData("ask a.png what --passes -1", "--passes", "from 0 to 10000")]
    [InlineData("ask a.png what --passes 10001", "--passes", "from 0 to 10000")]
    [InlineData("ask a.png what --mode 7", "--mode is '7'", "head or full")]
    [InlineData("ask a.png what --mode sideways", "--mode is 'sideways'", "head or full")]
    [InlineData("eval --model m --set scenes --passes -1", "--passes", "from 0 to 10000")]
    [InlineData("eval --set scenes", "--model")]
    [InlineData("eval --model m", "--questions", "--set")]
    [InlineData("eval --model m --set scenes --questions q.json", "either", "--set")]
    [InlineData("data scenes", "--out")]
    [InlineData("data scenes --out o --size 63", "--size", "from 64 to 448")]
    [InlineData("data scenes --out o --size 449", "--size", "from 64 to 448")]
    [InlineData("data scenes --out o --pictures 0", "--pictures", "from 1 to")]
    [InlineData("data scenes --out o --pictures 1000001", "--pictures", "to 1000000")]
    [InlineData("data scenes --out o --questions-per-picture 51", "--questions-per-picture", "from 1 to 50")]
    [InlineData("data scenes --out o --split sideways", "--split is 'sideways'", "test-blur")]
    [InlineData("data photos --out o", "--data")]
    [InlineData("features extract --model m --out f --images i", "--questions is missing")]
    [InlineData("train", "--recipe", "--questions")]
    [InlineData("train --recipe r.yaml --questions q.json", "--recipe and --questions do not go together")]
    [InlineData("train --recipe r.yaml --epochs 3", "--recipe and --epochs do not go together")]
    [InlineData("train --recipe r.yaml --validation-images i", "--recipe and --validation-images do not go together")]
    [InlineData("train --questions q.json --images i --epochs 0", "--epochs", "from 1 to 10000")]
    [InlineData("explain", "picture is missing")]
    [InlineData("explain a.png", "question is missing")]
    [InlineData("explain a.png what --maps grad-cam,nothing", "'nothing'", "layer-cam")]
    [InlineData("explain a.png what --colours rainbow", "'rainbow'", "viridis")]
    [InlineData("explain a.png what --spread 1", "--spread", "from 2 to 1000")]
    [InlineData("explain a.png what --passes 0", "--passes", "from 1 to 1000")]
    [InlineData("explain a.png what --target epistemic --passes 1", "epistemic", "--passes")]
    [InlineData("explain a.png what --class 3", "--class needs --resnet")]
    [InlineData("explain a.png what --weights w", "--weights needs --resnet")]
    [InlineData("explain a.png what --resnet resnet18", "takes no question")]
    [InlineData("explain a.png --resnet resnet18", "--weights is missing")]
    [InlineData("explain a.png --resnet resnet17 --weights w", "'resnet17'", "resnet18")]
    [InlineData("explain a.png --resnet resnet18 --weights w --class -1", "--class", "0 or more")]
    [InlineData("explain a.png --resnet resnet18 --weights w --class 1 --target 2", "--class and --target")]
    [InlineData("explain a.png --resnet resnet18 --weights w --model m", "--model and --resnet")]
    [InlineData("explain --layers", "--model or --resnet")]
    [InlineData("explain --benchmark", "--model", "--classifier")]
    [InlineData("explain --benchmark a.png", "takes no picture")]
    [InlineData("explain --benchmark --model m --classifier", "do not go together")]
    [InlineData("explain --benchmark --resnet resnet18", "does not take --resnet")]
    [InlineData("explain --benchmark --onnx n.onnx", "does not take --onnx")]
    [InlineData("explain a.png --onnx n.onnx --resnet resnet18", "--resnet and --onnx do not go together")]
    [InlineData("explain a.png what --settings s.yaml", "--settings needs --onnx")]
    [InlineData("explain a.png what --onnx n.onnx", "--onnx takes no question")]
    [InlineData("explain --benchmark --model m --set scenes-doubt --source ensemble", "--source is 'ensemble'", "single or dropout")]
    [InlineData("explain --benchmark --model m --set scenes-doubt --split train", "leave out --split")]
    [InlineData("explain --benchmark --model m --set scenes-doubt --passes 1", "--passes", "at least 2")]
    [InlineData("explain --benchmark --model m --set photos-doubt --split train", "photos-doubt", "leave out --split")]
    [InlineData("explain --benchmark --model m --set photos-doubt", "the set photos-doubt needs --data", "docs/photos-doubt.md")]
    [InlineData("explain --benchmark --model m --set scenes-doubt --pictures 3", "--pictures changes nothing of a benchmark on scenes-doubt")]
    [InlineData("explain --benchmark --model m --set scenes-doubt --target answer", "--target changes nothing")]
    [InlineData("explain --benchmark --model m --set scenes --source dropout", "--source changes nothing of a benchmark of maps of the answer")]
    [InlineData("explain --benchmark --model m --sheet s.png", "--sheet changes nothing")]
    [InlineData("explain --benchmark --model m --colours grey", "--colours changes nothing")]
    [InlineData("explain --benchmark --model m --training-pictures 9", "--training-pictures changes nothing")]
    [InlineData("explain --benchmark --model m --passes 9", "--passes changes nothing")]
    [InlineData("explain --benchmark --classifier --set scenes", "--set changes nothing of a benchmark of --classifier")]
    [InlineData("explain --layers --model m --sheet s.png", "--layers lists them and ends; leave out --sheet")]
    [InlineData("explain --layers --model m --maps attention", "leave out --maps")]
    [InlineData("explain a.png what --model m --set photos", "--set goes with --benchmark")]
    [InlineData("explain a.png what --model m --pictures 3", "--pictures goes with --benchmark")]
    [InlineData("explain a.png what --model m --maps all,attention", "--maps: all is every map; give it alone")]
    [InlineData("explain --benchmark --classifier --count 0", "--count", "from 1 to")]
    [InlineData("explain --benchmark --classifier --subset -1", "--subset", "from 0 to")]
    [InlineData("explain --benchmark --classifier --training-pictures 0", "--training-pictures", "from 1 to")]
    [InlineData("model import --weights w --vocabulary v --out o --grid 0", "--grid", "from 1 to 448")]
    [InlineData("model import --weights w --vocabulary v --out o --grid 449", "--grid", "from 1 to 448")]
    [InlineData("completion fish", "fish", "bash")]
    [InlineData("sing", "'sing' is no command of 'ucam'. Try 'ucam --help'")]
    [InlineData("aks a.png what", "'aks' is no command of 'ucam'; did you mean ask?")]
    [InlineData("data improt vqa q.json", "'improt' is no command of 'ucam data'; did you mean import?")]
    [InlineData("ask a.png what --jsn", "'--jsn' is no option of 'ucam ask'; did you mean --json?")]
    [InlineData("ask --reprot r.html a.png what", "'--reprot'", "did you mean --report?")]
    [InlineData("eval --mdel=m --set scenes", "'--mdel' is no option of 'ucam eval'; did you mean --model?")]
    [InlineData("train --recip r.yaml", "did you mean --recipe?", "Try 'ucam train --help'")]
    [InlineData("data check vqa q.json --lst l.csv", "'--lst' is no option of 'ucam data check'; did you mean --list?")]
    [InlineData("ask a.png what --purple", "'--purple' is no option of 'ucam ask'. Try")]
    [InlineData("ask - a.png what", "standard input", "alone")]
    [InlineData("ask a.png what --card card.bmp", "--card card.bmp", ".png, .jpg or .webp")]
    [InlineData("ask a.png what --card card", "--card card", ".png, .jpg or .webp")]
    [InlineData("explain a.png what --sheet sheet.gif", "--sheet sheet.gif", ".png, .jpg or .webp")]
    public void Arguments_that_cannot_be_meant_are_refused(string line, params string[] mentions)
    {
        string here = Directory.GetCurrentDirectory();
        try
        {
            Directory.SetCurrentDirectory(_folder.Path);
            Cli.Run(line.Split(' ')).ShouldRefuse(ExitCode.Usage, mentions);
        }
        finally
        {
            Directory.SetCurrentDirectory(here);
        }
        _folder.Files.Should().BeEmpty();
    }

    [Theory]
    [InlineData("ask", "What is it?", "none.png")]
    [InlineData("ask", "a.png", "What is it?", "red")]
    [InlineData("explain", "What is it?", "none.png")]
    public void A_question_among_the_pictures_is_no_pattern(params string[] args) =>
        Cli.Run(args).ShouldRefuse(ExitCode.Usage, "'What is it?' stands where pictures stand", "last");

    [Fact]
    public void An_unknown_set_is_refused() =>
        Cli.Run("eval", "--model", TinyInputs.Model(_folder), "--set", "paintings").ShouldRefuse(ExitCode.Usage, "--set is 'paintings'",
            "scenes, photos, nlvr, scenes-doubt or photos-doubt");

    [Theory]
    [InlineData("ask", "a.png", "what", "--card", "")]
    [InlineData("ask", "a.png", "what", "--maps", "")]
    [InlineData("ask", "a.png", "what", "--report", " ")]
    [InlineData("explain", "a.png", "what", "--sheet", "")]
    [InlineData("explain", "a.png", "what", "--arrays", "")]
    [InlineData("explain", "a.png", "what", "--table", "")]
    [InlineData("explain", "--benchmark", "--classifier", "--run", "")]
    [InlineData("eval", "--model", "m", "--set", "scenes", "--out", "")]
    [InlineData("train", "--recipe", "r.yaml", "--run", "")]
    [InlineData("train", "--seed", "1", "--recipe", "")]
    [InlineData("data", "scenes", "--out", "")]
    [InlineData("demo", "--out", "")]
    [InlineData("compare", "--recipe", "")]
    [InlineData("ask", "a.png", "what", "--model", "")]
    [InlineData("eval", "--model", "m", "--questions", "")]
    [InlineData("eval", "--model", "m", "--questions", "q.json", "--images", "i", "--annotations", "")]
    [InlineData("train", "--questions", "q.json", "--images", "")]
    [InlineData("train", "--images", "i", "--data", "")]
    [InlineData("train", "--questions", "q.json", "--images", "i", "--start-from", " ")]
    [InlineData("features", "extract", "--out", "f", "--pictures", "p", "--onnx", "")]
    [InlineData("features", "extract", "--out", "f", "--model", "m", "--pictures", "")]
    [InlineData("features", "import", "--out", "f", "--hdf5", "")]
    [InlineData("model", "export", "--vocabulary", "v", "--model", "m", "--weights", "")]
    public void An_empty_name_is_refused(params string[] args) => Cli.Run(args).ShouldRefuse(ExitCode.Usage, args[^2], "is empty", "give a");

    /// <summary>Names that are of nothing, each behind the option that it is given to.</summary>
    [Theory]
    [InlineData("eval --model MODEL --questions none.json --images IMAGES", "none.json")]
    [InlineData("eval --model MODEL --questions IMAGES --images IMAGES", "it is a folder")]
    [InlineData("eval --model MODEL --questions QUESTIONS --annotations none.json --images IMAGES", "none.json")]
    [InlineData("eval --model MODEL --questions QUESTIONS --images none", "none is not a folder")]
    [InlineData("eval --model MODEL --questions QUESTIONS --images QUESTIONS", "is not a folder")]
    [InlineData("eval --model MODEL --questions QUESTIONS --features none.safetensors", "none.safetensors")]
    [InlineData("eval --model MODEL --set photos --data none", "none")]
    [InlineData("eval --model MODEL --set nlvr --data none", "none")]
    [InlineData("eval --model none --set scenes", "'none': no such model")]
    [InlineData("eval --results none.json --annotations QUESTIONS", "none.json")]
    [InlineData("train --questions QUESTIONS --images IMAGES --start-from none.safetensors", "'none.safetensors': no such model")]
    [InlineData("train --recipe none.yaml", "none.yaml")]
    [InlineData("compare --recipe none.yaml", "none.yaml")]
    [InlineData("explain PICTURE what --model MODEL --layer none", "'none'")]
    [InlineData("explain PICTURE what --model MODEL --target none", "'none'")]
    [InlineData("explain PICTURE what --model MODEL --target red~none", "'none'")]
    [InlineData("explain PICTURE --onnx none.onnx", "none.onnx")]
    [InlineData("explain PICTURE --resnet resnet18 --weights none.safetensors", "none.safetensors")]
    [InlineData("features extract --model MODEL --out f --pictures none", "none")]
    [InlineData("features extract --resnet MODEL --depth 7 --out f --pictures IMAGES", "depth 7")]
    [InlineData("features import --out f --hdf5 none.h5", "none.h5")]
    [InlineData("features export --hdf5 f --features none.safetensors", "none.safetensors")]
    [InlineData("model import --out f --weights MODEL --vocabulary none.json", "none.json")]
    [InlineData("data import vqa QUESTIONS IMAGES --out f --split a/b", "a/b")]
    [InlineData("data check vqa QUESTIONS IMAGES --part none", "parts")]
    public void A_value_that_names_nothing_is_a_mistake_of_the_command_line(string line, string mention)
    {
        string[] set = TinyInputs.Set(_folder, 2);
        string whole = line.Replace("MODEL", TinyInputs.Model(_folder)).Replace("PICTURE", TinyInputs.Picture(_folder)).Replace("QUESTIONS", set[1])
            .Replace("IMAGES", set[3]);
        string[] before = _folder.Files;
        string here = Directory.GetCurrentDirectory();
        try
        {
            Directory.SetCurrentDirectory(_folder.Path);
            CliResult result = Cli.Run(whole.Split(' '));
            result.Code.Should().Be(ExitCode.Usage, result.Error);
            string said = result.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries)[^1];
            said.Should().StartWith("ucam: ").And.Contain(mention);
        }
        finally
        {
            Directory.SetCurrentDirectory(here);
        }
        _folder.Files.Should().Equal(before);
    }

    [Fact]
    public void A_refusal_says_where_help_is() => Cli.Run("ask", "a.png").Error.Should().Contain("Try 'ucam ask --help'.");

    [Fact]
    public void What_looks_like_an_option_is_a_picture_or_a_question_behind_two_dashes() =>
        Cli.Run("ask", "--model", TinyInputs.Model(_folder), "--", "--none.png", "--what")
            .ShouldRefuse(ExitCode.Failure, "--none.png", "does not exist");
}
