using System.Globalization;
using System.Text.Json;
using TorchSharp;
using static TorchSharp.torch;

namespace Generalization.Models;

[System.Text.Json.Serialization.JsonSerializable(typeof(string[]))]
internal sealed partial class ModelJson : System.Text.Json.Serialization.JsonSerializerContext;
