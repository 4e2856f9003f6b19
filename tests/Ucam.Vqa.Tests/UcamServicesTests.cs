using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Ucam.Vqa.Tests;

public sealed class UcamServicesTests : IDisposable
{
    private readonly ServedModel _served = new();
    private readonly List<string> _lines = [];

    public void Dispose() => _served.Dispose();

    private sealed class Logs(List<string> lines) : ILoggerFactory
    {
        public void AddProvider(ILoggerProvider provider) { }

        public ILogger CreateLogger(string categoryName) => new RecordedLog(line => lines.Add($"{categoryName}: {line}"), LogLevel.Debug);

        public void Dispose() { }
    }

    [Fact]
    public void A_model_is_loaded_when_it_is_first_asked_for_and_disposed_with_the_services()
    {
        VqaModel model;
        using (ServiceProvider services = new ServiceCollection().AddSingleton<ILoggerFactory>(new Logs(_lines)).AddUcam(_served.File).BuildServiceProvider())
        {
            _lines.Should().BeEmpty();
            model = services.GetRequiredService<VqaModel>();
            services.GetRequiredService<VqaModel>().Should().BeSameAs(model);
            services.GetRequiredKeyedService<VqaModel>(_served.File).Should().BeSameAs(model);
            model.Ask(_served.Picture, ServedModel.Question, new AskOptions { Passes = 3 });
        }
        _lines.Should().HaveCount(2);
        _lines[0].Should().Match("Ucam: Model small loaded in * ms");
        _lines[1].Should().Match("Ucam: Model small answered in * ms with 3 passes");
        var ask = () => model.Ask(_served.Picture, ServedModel.Question);
        ask.Should().Throw<ObjectDisposedException>();
    }

    [Fact]
    public void Several_models_are_had_by_name_and_the_first_without_one()
    {
        File.Copy(_served.File, _served["other.safetensors"]);
        using ServiceProvider services = new ServiceCollection().AddUcam(_served.File).AddUcam(_served["other.safetensors"]).AddUcam(_served.File)
            .BuildServiceProvider();
        VqaModel other = services.GetRequiredKeyedService<VqaModel>(_served["other.safetensors"]);
        other.Should().NotBeSameAs(services.GetRequiredService<VqaModel>());
        services.GetServices<VqaModel>().Should().ContainSingle();
    }

    [Fact]
    public void A_model_that_is_not_there_is_said_when_it_is_asked_for()
    {
        using ServiceProvider services = new ServiceCollection().AddUcam("nowhere.safetensors").BuildServiceProvider();
        var get = () => services.GetRequiredService<VqaModel>();
        get.Should().Throw<UcamException>();
    }
}
