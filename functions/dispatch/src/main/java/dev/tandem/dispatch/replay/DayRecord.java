package dev.tandem.dispatch.replay;

import dev.tandem.dispatch.delivery.DeliveryState;
import dev.tandem.dispatch.matching.Weather;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A zone's day as recorded, sorted out: what was asked for, who was there when, what became of it and of the offers, and the weather, earliest first. */
public record DayRecord(
        List<Recorded.Placed> placed,
        List<Presence> presences,
        List<Recorded.Ended> ended,
        List<Recorded.Answered> answers,
        List<Recorded.WeatherTold> weather) {

    /** A courier from the beginning of a shift to its end. */
    public record Presence(Recorded.ShiftBegan began, Instant end) {}

    public DayRecord {
        placed = List.copyOf(placed);
        presences = List.copyOf(presences);
        ended = List.copyOf(ended);
        answers = List.copyOf(answers);
        weather = List.copyOf(weather);
    }

    /** As it was told of last before that moment; fair when nothing was told for {@link Weather#HOLDS}. */
    Weather weatherAt(Instant moment) {
        return weather.reversed().stream()
                .filter(told -> !told.at().isAfter(moment))
                .findFirst()
                .filter(told -> !told.at().plus(Weather.HOLDS).isBefore(moment))
                .map(Recorded.WeatherTold::weather)
                .orElse(Weather.FAIR);
    }

    /** Deliveries that were cancelled are left out: no policy could have brought them. */
    public static DayRecord of(List<Recorded> lines) {
        List<Recorded> sorted = new ArrayList<>(lines);
        sorted.sort(Comparator.comparing(Recorded::at));
        Map<String, Recorded.Placed> placed = new LinkedHashMap<>();
        Set<String> cancelled = new HashSet<>();
        List<Presence> presences = new ArrayList<>();
        List<Recorded.Ended> ended = new ArrayList<>();
        List<Recorded.Answered> answers = new ArrayList<>();
        List<Recorded.WeatherTold> weather = new ArrayList<>();
        Map<String, Recorded.ShiftBegan> open = new HashMap<>();
        for (Recorded line : sorted) {
            switch (line) {
                case Recorded.Placed order -> placed.put(order.deliveryId(), order);
                case Recorded.Ended end -> {
                    if (end.state() == DeliveryState.CANCELLED) {
                        cancelled.add(end.deliveryId());
                    } else {
                        ended.add(end);
                    }
                }
                case Recorded.Answered answer -> answers.add(answer);
                case Recorded.WeatherTold told -> weather.add(told);
                case Recorded.ShiftBegan began -> open.putIfAbsent(began.courierId(), began);
                case Recorded.ShiftEnded off -> {
                    Recorded.ShiftBegan began = open.remove(off.courierId());
                    if (began != null && began.lat() != null) {
                        presences.add(new Presence(began, off.at()));
                    }
                }
            }
        }
        open.values().stream()
                .filter(began -> began.lat() != null)
                .forEach(began -> presences.add(new Presence(began, began.until())));
        placed.keySet().removeAll(cancelled);
        return new DayRecord(List.copyOf(placed.values()), presences, ended, answers, weather);
    }
}
